/** A log on a full disk: what could not be written is kept up to a limit, and the log goes on when there is room. */
import { spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder } from '../support/taxiway-command.ts'

const program = join(import.meta.dirname, '../support/programs/log-to-full-disk.ts')

/** Of a file, in blocks of `ulimit -f`. */
const blocks = 8_192
const blockSize = 512

test.skipIf(process.platform === 'win32').each(['json', 'pretty'])(
  'a log (%s) that cannot be written takes a bounded part of the memory',
  (format) => {
    const path = join(emptyFolder(), 'log')
    const log = openSync(path, 'a')
    const command = `ulimit -f ${blocks}; exec "$0" "$@"`
    const words = [process.execPath, program, format, String(blocks * blockSize)]
    const { status } = spawnSync('sh', ['-c', command, ...words], { stdio: ['ignore', 1, log] })
    closeSync(log)
    const text = readFileSync(path, 'utf8')
    const ends = text.trimEnd().split('\n').at(-1)
    expect({ status, ends, size: text.length }).toEqual({
      status: 0,
      ends: expect.stringContaining('there is room again'),
      size: expect.toSatisfy((size: number) => size > 1_000 && size < 1_200_000),
    })
  },
)
