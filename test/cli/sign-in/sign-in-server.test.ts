/** Signing in to a real server, and everything that keeps one from it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeDevices } from '../../support/device-files.ts'
import { databaseSettings } from '../../support/server-database.ts'
import { emptyFolder, taxiway } from '../../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../../support/taxiway-process.ts'

let server: TaxiwayProcess

beforeAll(async () => {
  server = await startTaxiwayProcess({ env: await databaseSettings() })
})

afterAll(() => server.dispose())

function loginWords(...more: string[]): string[] {
  const { tenant, clientId } = server.credentials()
  return ['login', '--url', server.origin, '--tenant', tenant, '--client-id', clientId, ...more]
}

test('a secret from standard input signs in, and the next command works', async () => {
  const configFolder = emptyFolder()
  const input = `${server.credentials().clientSecret}\n`
  const login = await taxiway(loginWords('--ca', server.ca, '--name', 'here'), {
    configFolder,
    input,
  })
  expect(login).toMatchObject({ code: 0, stdout: '' })
  const list = await taxiway(['devices', 'list', '--json'], { configFolder })
  expect(list).toMatchObject({ code: 0, stdout: '[]\n' })
})

test('the tenant may be named by its domain', async () => {
  const { clientId, clientSecret = '' } = server.credentials()
  const words = [
    'login',
    '--url',
    server.origin,
    '--tenant',
    'contoso.test',
    '--client-id',
    clientId,
    '--ca',
    server.ca,
  ]
  expect(await taxiway(words, { input: clientSecret })).toMatchObject({ code: 0 })
})

test('a sign-in that fails at another address than the public one says which that is', async () => {
  const { port } = new URL(server.origin)
  const words = (url: string) => [
    'login',
    '--url',
    url,
    '--tenant',
    'fabrikam.test',
    '--ca',
    server.ca,
    '--client-id',
    'x',
  ]
  const elsewhere = await taxiway(words(`https://127.0.0.1:${port}`), { input: 'secret' })
  expect(elsewhere.code).toBe(3)
  expect(elsewhere.stderr).toContain(
    `The public URL of this server is ${server.origin}, and the sign-in went to https://127.0.0.1:${port}.`,
  )
  expect(elsewhere.stderr).toContain('TAXIWAY_PUBLIC_URL')
  const here = await taxiway(words(server.origin), { input: 'secret' })
  expect(here.code).toBe(3)
  expect(here.stderr).not.toContain('public URL')
})

test('the environment alone is a sign-in', async () => {
  const { tenant, clientId, clientSecret = '' } = server.credentials()
  const env = {
    TAXIWAY_GRAPH_URL: server.origin,
    TAXIWAY_AUTHORITY_URL: server.origin,
    TAXIWAY_TENANT: tenant,
    TAXIWAY_CLIENT_ID: clientId,
    TAXIWAY_CLIENT_SECRET: clientSecret,
    TAXIWAY_CA: server.ca,
  }
  expect(await taxiway(['devices', 'list', '--json'], { env })).toMatchObject({
    code: 0,
    stdout: '[]\n',
  })
})

test('a wrong secret ends with exit code 3 and keeps nothing', async () => {
  const configFolder = emptyFolder()
  const login = await taxiway(loginWords('--ca', server.ca), { configFolder, input: 'wrong' })
  expect(login.code).toBe(3)
  expect(login.stderr).toContain('did not sign in application')
  const list = await taxiway(['context', 'list', '--json'], { configFolder })
  expect(list.stdout).toBe('[]\n')
})

test('a certificate that is not trusted ends with exit code 1 and names ca.pem', async () => {
  const { code, stderr } = await taxiway(loginWords(), { input: 'any' })
  expect(code).toBe(1)
  expect(stderr).toContain(`The certificate of ${server.origin} is not trusted`)
  expect(stderr).toContain('ca.pem')
  expect(stderr).toContain('NODE_EXTRA_CA_CERTS')
})

test('NODE_EXTRA_CA_CERTS makes it trusted as well', async () => {
  const env = { NODE_EXTRA_CA_CERTS: server.ca }
  const input = server.credentials().clientSecret ?? ''
  expect(await taxiway(loginWords(), { input, env })).toMatchObject({ code: 0 })
})

test('a wrong secret stops an import before anything is written', async () => {
  const configFolder = contextWith({ clientSecret: 'wrong' })
  const folder = emptyFolder()
  writeDevices(folder, 'ten.csv')
  const { code, stderr } = await taxiway(['import', 'ten.csv'], { cwd: folder, configFolder })
  expect(code).toBe(3)
  expect(stderr).not.toContain('Receipt')
})

test('a server that is not running ends with exit code 1 and how to start it', async () => {
  const configFolder = contextWith({
    graph: 'https://localhost:49',
    authority: 'https://localhost:49',
  })
  const folder = emptyFolder()
  writeDevices(folder, 'ten.csv')
  const { code, stderr } = await taxiway(['import', 'ten.csv'], { cwd: folder, configFolder })
  expect(code).toBe(1)
  expect(stderr).toContain('Nothing answers at https://localhost:49: the server is not running.')
  expect(stderr).toContain('npm start')
})

function contextWith(changes: Record<string, string>): string {
  const folder = emptyFolder()
  const context = { ...server.credentials(), ...changes }
  writeFileSync(
    join(folder, 'contexts.json'),
    JSON.stringify({ current: 'it', contexts: { it: context } }),
  )
  return folder
}
