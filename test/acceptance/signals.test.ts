/** How the server ends: in order, with 0, whoever asks and however often. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../support/taxiway-command.ts'
import { startTaxiwayProcess } from '../support/taxiway-process.ts'

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s ends server and database in order, also when npm repeats it',
  async (signal) => {
    const server = await startTaxiwayProcess()
    const pidFile = join(server.dataFolder, 'postgres/cluster/postmaster.pid')
    expect(existsSync(pidFile)).toBe(true)
    process.kill(server.pid, signal)
    expect(await server.kill(signal)).toBe(0)
    expect(existsSync(pidFile)).toBe(false)
    await server.dispose()
  },
)

test('npm’s shell gives way to the launcher, so that npm’s signals arrive', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const bare = Object.entries<string>(scripts).filter(
    ([, command]) => !command.startsWith('exec node '),
  )
  expect(bare).toEqual([])
})
