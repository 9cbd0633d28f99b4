/** What an import holds does not grow with its hashes, which are nearly all of its files. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeDevice } from 'taxiway-hardware-hash'
import { expect, test } from 'vitest'
import { runCommand } from '../../../bench/run-command.ts'
import { emptyFolder } from '../../support/taxiway-command.ts'

const [few, many] = [1_000, 30_000]

test('a fleet is read in less memory than its file has bytes', { timeout: 600_000 }, async () => {
  const folder = emptyFolder()
  const hashes = Array.from({ length: many }, (_, n) =>
    makeDevice({ seed: 'memory', count: many }, n).hash(),
  ).map(({ text }) => text)
  const read = async (rows: number) => {
    const text = ['Device Serial Number,Windows Product ID,Hardware Hash']
    for (const [n, hash] of hashes.slice(0, rows).entries()) text.push(`S${n},,${hash}`)
    const content = `${text.join('\r\n')}\r\n`
    const file = join(folder, `${rows}.csv`)
    writeFileSync(file, content)
    const { peakMegabytes } = await runCommand([
      'import',
      file,
      '--dry-run',
      '--accept',
      'serial-mismatch',
    ])
    return { peakMegabytes, megabytes: content.length / 2 ** 20 }
  }
  const small = await read(few)
  const large = await read(many)
  expect(large.peakMegabytes - small.peakMegabytes).toBeLessThan(large.megabytes - small.megabytes)
})
