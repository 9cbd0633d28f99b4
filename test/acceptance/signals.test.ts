/** How the server ends: in order, with 0, on any signal and however often. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { serverProgram } from '../support/programs.ts'
import { emptyFolder, root } from '../support/taxiway-command.ts'
import { serverEnvironment, startTaxiwayProcess } from '../support/taxiway-process.ts'

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

test('SIGTERM while the server starts ends it in order, and what it made is shown', async () => {
  const dataFolder = emptyFolder()
  const child = spawn(process.execPath, [serverProgram], {
    env: serverEnvironment(dataFolder),
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const said = text(child.stdout)
  const ended = once(child, 'close')
  const pidFile = join(dataFolder, 'postgres/cluster/postmaster.pid')
  await eventually(() => expect(existsSync(pidFile)).toBe(true))
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
  expect(await said).toContain('These credentials are shown only now')
  expect(await said).toMatch(/within 7 days: open https:\/\/localhost:\d+ and choose Sign in/)
  expect(existsSync(pidFile)).toBe(false)
})

test('npm’s shell gives way to the launcher, so that npm’s signals arrive', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const bare = Object.entries<string>(scripts).filter(
    ([, command]) => !command.startsWith('exec node '),
  )
  expect(bare).toEqual([])
})
