/** Secrets of sign-ins in the keyring of a desktop: gnome-keyring, the Secret Service of Debian, on a bus of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hasProgram } from '../../support/programs/install-programs.ts'
import { databaseSettings } from '../../support/server-database.ts'
import { type CommandRun, emptyFolder, taxiway } from '../../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../../support/taxiway-process.ts'

const hasKeyring = hasProgram('gnome-keyring-daemon') && hasProgram('dbus-run-session')
/** The bus answers on its first line; the keyring takes its password from standard input and is open from then on. */
const desktop =
  'printf password | gnome-keyring-daemon --unlock --components=secrets >&2; echo "$DBUS_SESSION_BUS_ADDRESS"; cat'

type Desktop = { readonly address: string; readonly end: () => Promise<void> }

async function startDesktop(home: string): Promise<Desktop> {
  const child: ChildProcess = spawn('dbus-run-session', ['--', 'sh', '-c', desktop], {
    env: { PATH: process.env['PATH'] ?? '', HOME: home, XDG_RUNTIME_DIR: home },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const [line] = await once(child.stdout ?? process.stdin, 'data')
  return {
    address: String(line).trim(),
    end: async () => {
      child.stdin?.end()
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

describe.runIf(hasKeyring)('on a desktop with a keyring', () => {
  let server: TaxiwayProcess
  let bus: Desktop
  let configFolder: string
  const home = emptyFolder()

  beforeAll(async () => {
    ;[server, bus] = await Promise.all([
      startTaxiwayProcess({ env: await databaseSettings() }),
      startDesktop(home),
    ])
  })
  afterAll(async () => {
    await bus.end()
    await server.dispose()
  })
  beforeEach(() => {
    configFolder = emptyFolder()
  })

  const secret = () => server.credentials().clientSecret ?? ''

  function login(
    env: Record<string, string>,
    name = 'here',
    input = secret(),
  ): Promise<CommandRun> {
    const { tenant, clientId } = server.credentials()
    const words = ['--url', server.origin, '--tenant', tenant, '--client-id', clientId]
    return run(['login', ...words, '--ca', server.ca, '--name', name], env, input)
  }

  function run(words: string[], env: Record<string, string> = {}, input = ''): Promise<CommandRun> {
    const keyring = { DBUS_SESSION_BUS_ADDRESS: bus.address, ...env }
    return taxiway(words, { configFolder, env: { TAXIWAY_KEYRING: 'auto', ...keyring }, input })
  }

  const everything = () =>
    readdirSync(configFolder)
      .filter((name) => existsSync(join(configFolder, name)) && name.endsWith('.json'))
      .map((name) => readFileSync(join(configFolder, name), 'utf8'))
      .join('\n')

  test('no secret and no token can be read in the files, and the next command works', async () => {
    const signedIn = await login({})
    expect(signedIn).toMatchObject({ code: 0 })
    expect(signedIn.stderr).toContain('sealed with a key in the keyring of this machine')
    expect(await run(['devices', 'list', '--json'])).toMatchObject({ code: 0, stdout: '[]\n' })
    expect(everything()).not.toContain(secret())
    expect(everything()).not.toContain('eyJ')
    expect(readdirSync(configFolder)).toContain('tokens.json')
  })

  test('what files held before is sealed too', async () => {
    const off = { TAXIWAY_KEYRING: 'off' }
    const plain = await login(off, 'before')
    expect(plain.stderr).toContain(`kept in files in ${configFolder} that only you can read`)
    expect(everything()).toContain(secret())
    expect(await login({}, 'after')).toMatchObject({ code: 0 })
    expect(everything()).not.toContain(secret())
    const both = await run(['devices', 'list', '--json', '--all-contexts'])
    expect(both).toMatchObject({ code: 0, stdout: '[]\n' })
  })

  test('without the keyring a command says what to do, and each way works', async () => {
    await login({})
    const away = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(configFolder, 'nobody')}` }
    const refused = await run(['devices', 'list', '--json'], away)
    expect(refused).toMatchObject({ code: 3, stdout: '' })
    expect(refused.stderr).toMatch(/keyring .* cannot be used/)
    expect(refused.stderr).toContain('TAXIWAY_KEYRING=off')
    const given = { ...away, TAXIWAY_CLIENT_SECRET: secret() }
    expect(await run(['devices', 'list', '--json'], given)).toMatchObject({ code: 0 })
    expect(await login(away)).toMatchObject({ code: 3 })
    const fresh = await login({ ...away, TAXIWAY_KEYRING: 'off' })
    expect(fresh).toMatchObject({ code: 0 })
    expect(fresh.stderr).toContain('are forgotten')
    expect(await run(['devices', 'list', '--json'], away)).toMatchObject({ code: 0 })
  })

  test('a wrong secret leaves the sign-in as it was', async () => {
    await login({})
    expect(await login({}, 'here', 'wrong')).toMatchObject({ code: 3 })
    expect(await run(['devices', 'list', '--json'])).toMatchObject({ code: 0 })
  })

  test('when the keyring has lost the key, a command says so', async () => {
    await login({})
    const path = join(configFolder, 'contexts.json')
    const text = readFileSync(path, 'utf8')
    await run(['logout'])
    expect(readFileSync(path, 'utf8')).not.toContain('sealed')
    writeFileSync(path, text)
    const gone = await run(['devices', 'list', '--json'])
    expect(gone).toMatchObject({ code: 3 })
    expect(gone.stderr).toContain('no longer has the key')
  })

  test('a sign-in seals what was written as text since, and drops what another key has sealed', async () => {
    await login({})
    const path = join(configFolder, 'contexts.json')
    const known = JSON.parse(readFileSync(path, 'utf8'))
    known.contexts.local = { ...known.contexts.here, sealedSecret: undefined, clientSecret: 'text' }
    writeFileSync(path, JSON.stringify(known))
    writeFileSync(join(configFolder, 'people.json'), `sealed.000000000000.${'A'.repeat(80)}`)
    expect(await login({})).toMatchObject({ code: 0 })
    expect(JSON.parse(readFileSync(path, 'utf8')).contexts.local.clientSecret).toBeUndefined()
    expect(readdirSync(configFolder)).not.toContain('people.json')
  })

  test('where secrets must not lie in files, no sign-in is kept without a keyring', async () => {
    const away = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(configFolder, 'nobody')}` }
    const refused = await login({ ...away, TAXIWAY_KEYRING: 'required' })
    expect(refused).toMatchObject({ code: 3 })
    expect(readdirSync(configFolder)).toEqual([])
    const kept = await login(away)
    expect(kept).toMatchObject({ code: 0 })
    expect(kept.stderr).toContain('without a keyring')
    expect(await login({ TAXIWAY_KEYRING: 'required' })).toMatchObject({ code: 0 })
  })
})

test('another value of TAXIWAY_KEYRING is refused with those there are', async () => {
  const { code, stderr } = await taxiway(
    ['login', '--tenant', 'contoso.test', '--client-id', 'x'],
    {
      env: { TAXIWAY_KEYRING: 'sometimes' },
      input: 'secret',
    },
  )
  expect(code).toBe(1)
  expect(stderr).toContain('Set it to auto, off or required.')
})
