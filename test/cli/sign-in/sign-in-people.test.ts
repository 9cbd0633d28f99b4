/** People and certificates at the command line, against a real server: browser, device code, renewal, sign-out. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLineId as cliId } from '../../../cli/sign-in/login-place.ts'
import { readCertificate } from '../../../src/core/applications/certificate.ts'
import type { ApplicationId, TenantId } from '../../../src/core/ids.ts'
import { commandLineId } from '../../../src/identity-provider/core/first-party.ts'
import { signInPoliciesIn } from '../../../src/identity-provider/storage/sign-in-policies.ts'
import { applicationsIn } from '../../../src/storage/applications/applications.ts'
import { type OpenStore, openStore } from '../../../src/storage/sql/database.ts'
import { migrate } from '../../../src/storage/sql/migrate.ts'
import { cloneDatabase, localBackend, type TestDatabase } from '../../support/postgres.ts'
import { emptyFolder, startTaxiwayCommand, taxiway } from '../../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../../support/taxiway-process.ts'
import {
  type Browser,
  browserSession,
  hiddenFields,
} from '../../surfaces/authority/browser-session.ts'
import { addManager, password } from '../../surfaces/authority/people.ts'
import { robotCertificate } from '../../surfaces/authority/robot-certificate.ts'

let database: TestDatabase
let store: OpenStore
let server: TaxiwayProcess
const ada = { username: 'ada@contoso.test', password }
beforeAll(async () => {
  database = await cloneDatabase(localBackend, migrate)
  server = await startTaxiwayProcess({
    env: { TAXIWAY_DATABASE_URL: database.connectionString },
  })
  store = openStore({ connectionString: database.connectionString })
  await addManager(store, server.credentials().tenant as TenantId)
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(server.ca, 'utf8')])
})
afterAll(async () => {
  await store?.close()
  await server?.dispose()
  await database?.drop()
})

const overHttps = {
  request: (url: string, init?: RequestInit) => fetch(url, { ...init, redirect: 'manual' }),
}

function login(...more: string[]): string[] {
  const { tenant } = server.credentials()
  return ['login', '--url', server.origin, '--ca', server.ca, '--tenant', tenant, ...more]
}

/** Runs a login and does what it asks the person to do. */
async function loginAs(
  words: string[],
  act: (printed: string) => Promise<unknown>,
  configFolder: string,
) {
  // An empty PATH, so that no browser opens on the machine that runs the tests.
  const child = startTaxiwayCommand(words, { configFolder, env: { PATH: '' } })
  child.stdin.end()
  let printed = ''
  let acted: Promise<unknown> | undefined
  child.stderr.on('data', (chunk) => {
    printed += chunk
    if (/https:\S+\s/.test(printed)) acted ??= act(printed)
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  await acted
  return { code, stderr: printed }
}

function openBrowser(): Browser {
  return browserSession(overHttps, server.origin)
}

async function inBrowser(printed: string): Promise<void> {
  const browser = openBrowser()
  const page = await browser.open(/https:\S+/.exec(printed)?.[0] ?? '')
  const { html } = await browser.send(`${page.url.pathname}/password`, ada)
  // The page sends itself to the command line, which waits on a port of this machine.
  const [, action = ''] = /<form method="post" action="([^"]+)"/.exec(html) ?? []
  await fetch(action, { method: 'POST', body: new URLSearchParams(hiddenFields(html)) })
}

async function withCode(printed: string): Promise<void> {
  const browser = openBrowser()
  const first = await browser.open(/https:\S+/.exec(printed)?.[0] ?? '')
  const user_code = /[A-Z]{4}-[A-Z]{4}/.exec(printed)?.[0] ?? ''
  const { pathname } = first.url
  const { html } = await browser.send(pathname, { ...hiddenFields(first.html), user_code })
  const page = await browser.send(pathname, hiddenFields(html))
  await browser.send(`${page.url.pathname}/password`, ada)
}

test('the server knows the command line by the id that it uses', () => {
  expect(cliId).toBe(commandLineId)
})

test('a person signs in with the browser; tokens are renewed; signing out forgets everything', async () => {
  const configFolder = emptyFolder()
  const done = await loginAs(login('--browser'), inBrowser, configFolder)
  expect(done).toMatchObject({ code: 0 })
  expect(done.stderr).toContain('as ada@contoso.test')
  const list = () => taxiway(['devices', 'list', '--json'], { configFolder })
  expect(await list()).toMatchObject({ code: 0, stdout: '[]\n' })

  // Without the access token the refresh token must do, for several commands at once.
  writeFileSync(join(configFolder, 'tokens.json'), '{}')
  const runs = await Promise.all([list(), list(), list()])
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0])
  writeFileSync(join(configFolder, 'tokens.json'), '{}')
  expect((await list()).code).toBe(0)

  const contexts = await taxiway(['context', 'list', '--json'], { configFolder })
  expect(JSON.parse(contexts.stdout)).toMatchObject([{ account: 'ada@contoso.test' }])
  expect((await taxiway(['logout'], { configFolder })).code).toBe(0)
  for (const file of ['people.json', 'tokens.json', 'contexts.json'])
    expect(readFileSync(join(configFolder, file), 'utf8')).not.toMatch(/secret":"|ada@contoso/)
})

test('when the sign-in was ended the command says so and how to go on', async () => {
  const configFolder = emptyFolder()
  await loginAs(login('--browser'), inBrowser, configFolder)
  await store.pool.query('update directory_user set sign_ins_valid_from = now()')
  const { code, stderr } = await taxiway(['devices', 'list'], { configFolder })
  expect(code).toBe(3)
  expect(stderr).toContain('The sign-in of ada@contoso.test')
  expect(stderr).toContain('Sign in again: taxiway login')
  await store.pool.query('update directory_user set sign_ins_valid_from = null')
})

test('a device code works where the tenant allows it, and is refused with its number elsewhere', async () => {
  const configFolder = emptyFolder()
  const { tenant } = server.credentials()
  const refused = await loginAs(login('--device-code'), async () => undefined, configFolder)
  expect(refused).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('does not issue device codes'),
  })
  await signInPoliciesIn(store).set(tenant as TenantId, { deviceCode: true })
  const done = await loginAs(login('--device-code'), withCode, configFolder)
  expect(done).toMatchObject({ code: 0, stderr: expect.stringContaining('as ada@contoso.test') })
  const list = await taxiway(['devices', 'list', '--json'], { configFolder })
  expect(list).toMatchObject({ code: 0, stdout: '[]\n' })
})

test('a certificate proves an application', async () => {
  const configFolder = emptyFolder()
  const { tenant, clientId } = server.credentials()
  const { certificate, privateKey } = await robotCertificate()
  const path = join(configFolder, 'robot.pem')
  writeFileSync(path, privateKey + certificate)
  const words = login('--client-id', clientId, '--certificate', path)
  expect(await taxiway(words, { configFolder })).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('AADSTS700027'),
  })
  const id = clientId as ApplicationId
  await applicationsIn(store).addCertificate(tenant as TenantId, id, readCertificate(certificate))
  expect(await taxiway(words, { configFolder })).toMatchObject({ code: 0 })
  writeFileSync(join(configFolder, 'tokens.json'), '{}')
  const list = await taxiway(['devices', 'list', '--json'], { configFolder })
  expect(list).toMatchObject({ code: 0, stdout: '[]\n' })
})

test.each([
  [['--browser', '--device-code'], 'more than one way'],
  [['--certificate', '/nowhere.pem', '--client-id', cliId], 'There is no file /nowhere.pem'],
])('%o is refused in words', async (...[more, words]) => {
  const { code, stderr } = await taxiway(login(...more))
  expect([code, stderr]).toEqual([1, expect.stringContaining(words)])
})

test('a person at Microsoft needs an application', async () => {
  const words = ['login', '--tenant', 'contoso.example', '--browser']
  expect(await taxiway(words)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('--client-id'),
  })
})
