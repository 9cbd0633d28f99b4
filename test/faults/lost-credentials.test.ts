/** A first start that is killed before it has shown what it made, or that nobody reads: the next one shows it. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { unshownFile } from '../../src/host/unshown.ts'
import { eventually } from '../support/eventually.ts'
import { commandProgram, serverProgram } from '../support/programs.ts'
import { emptyFolder, root } from '../support/taxiway-command.ts'
import {
  serverEnvironment,
  startTaxiwayProcess,
  type TaxiwaySetting,
} from '../support/taxiway-process.ts'
import { signIn, trust } from '../support/wire-client.ts'

/** A server that is started twice: killed before its first word, and then as usual. */
async function startedAgain(env: Readonly<Record<string, string>> = {}) {
  const setting: TaxiwaySetting = { dataFolder: emptyFolder(), configFolder: emptyFolder() }
  const file = join(setting.dataFolder ?? '', unshownFile)
  const NODE_OPTIONS = `--import ${join(root, 'test/support/programs/die-before-showing.ts')}`
  await expect(startTaxiwayProcess({ ...setting, env: { ...env, NODE_OPTIONS } })).rejects.toThrow(
    'ended with null',
  )
  expect(statSync(file).mode & 0o077).toBe(0)
  const drafts = halfWritten(setting.dataFolder ?? '')
  const server = await startTaxiwayProcess({ ...setting, env })
  onTestFinished(() => server.dispose())
  trust(server.ca)
  await eventually(() => expect(existsSync(file)).toBe(false))
  expect(drafts.filter(existsSync)).toEqual(drafts.slice(-1))
  const secret = /^ *secret +(\S+)$/m.exec(server.log())?.[1] ?? ''
  return { server, secret }
}

/** What starts have left that were killed in the middle of a file, the last one just now. */
function halfWritten(dataFolder: string): readonly string[] {
  const drafts = [
    `${unshownFile}.0a1b2c3d.tmp`,
    `ca.key.${randomUUID()}`,
    'key-encryption.key.4711.0a1b2c3d4e5f',
    `server.key.${randomUUID()}`,
  ].map((name) => join(dataFolder, name))
  const before = new Date(Date.now() - 2 * 3_600_000)
  for (const [n, draft] of drafts.entries()) {
    writeFileSync(draft, 'half of it')
    if (n < drafts.length - 1) utimesSync(draft, before, before)
  }
  return drafts
}

test('killed at the last moment, a first start shows by the next one what works', async () => {
  const { server, secret } = await startedAgain()
  expect(server.log()).toContain('These credentials are shown only now')
  const context = server.credentials()
  expect(context.clientSecret).toBe(secret)
  expect((await signIn(server.origin, context)).token).not.toBe('')
})

test('a secret that a seed left to be made is shown by the next start too', async () => {
  const seed = join(emptyFolder(), 'seed.json')
  const applications = [
    { displayName: 'Pipeline', roles: ['DeviceManagementServiceConfig.ReadWrite.All'] },
  ]
  const tenants = [{ domain: 'a.test', displayName: 'A', applications }]
  writeFileSync(seed, JSON.stringify({ tenants }))
  const { server, secret } = await startedAgain({ TAXIWAY_SEED: seed })
  expect(server.log().match(/Generated a secret/g)).toHaveLength(1)
  const { origin } = server
  const clientId = /application +([0-9a-f-]{36})/.exec(server.log())?.[1] ?? ''
  const place = { graph: origin, authority: origin, tenant: 'a.test' }
  const client = await signIn(origin, { ...place, clientId, clientSecret: secret })
  expect(client.token).not.toBe('')
})

test.each([
  ['taxiway serve', [commandProgram, 'serve']],
  ['npm start', [serverProgram]],
])(
  '%s whose output nobody reads serves, and the next start shows what it made',
  async (_, words) => {
    const dataFolder = emptyFolder()
    const configFolder = emptyFolder()
    const child = spawn(process.execPath, words, {
      cwd: root,
      env: serverEnvironment(dataFolder, configFolder),
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const ended = once(child, 'close')
    child.stdout.destroy()
    const contexts = join(configFolder, 'contexts.json')
    await eventually(() => expect(existsSync(contexts)).toBe(true))
    const { graph } = JSON.parse(readFileSync(contexts, 'utf8')).contexts.local
    trust(join(dataFolder, 'ca.pem'))
    await eventually(async () => expect((await fetch(`${graph}/livez`)).status).toBe(200))
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    expect(existsSync(join(dataFolder, unshownFile))).toBe(true)

    const server = await startTaxiwayProcess({ dataFolder, configFolder })
    onTestFinished(() => server.dispose())
    expect(server.log()).toContain('These credentials are shown only now')
  },
)
