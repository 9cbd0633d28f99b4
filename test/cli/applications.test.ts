/** `taxiway applications`: a program from its registration to its end, all by the command line. */
import { generateKeyPairSync, type KeyObject, randomUUID, type webcrypto } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { calculateJwkThumbprint, type JWTHeaderParameters, SignJWT } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { taxiwayThatFits as taxiway } from '../support/json/fits.ts'
import { databaseSettings } from '../support/server-database.ts'
import { emptyFolder } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { robotCertificate } from '../surfaces/authority/robot-certificate.ts'
import { misspelledTests } from './misspelled-tests.ts'

const role = 'DeviceManagementServiceConfig.Read.All'
let server: TaxiwayProcess
let folder: string

beforeAll(async () => {
  server = await startTaxiwayProcess({ env: await databaseSettings() })
  folder = emptyFolder()
})
afterAll(() => server.dispose())

const run = (...words: string[]) =>
  taxiway(['applications', ...words], { cwd: folder, configFolder: server.configFolder })
const parsed = async (...words: string[]) => {
  const { stdout, code, stderr } = await run(...words, '--json')
  expect([code, stderr.includes('Error')]).toEqual([0, false])
  return JSON.parse(stdout)
}

/** `taxiway devices list` as the program, proved by what `env` says. */
const asProgram = (env: Readonly<Record<string, string>>) =>
  taxiway(['devices', 'list', '--json'], {
    env: {
      TAXIWAY_GRAPH_URL: server.origin,
      TAXIWAY_AUTHORITY_URL: server.origin,
      TAXIWAY_CA: server.ca,
      TAXIWAY_TENANT: 'contoso.test',
      ...env,
    },
  })

type Signed = {
  readonly header: JWTHeaderParameters
  readonly key: KeyObject | webcrypto.CryptoKey
}

const assertionOf = (applicationId: string, { header, key }: Signed) =>
  new SignJWT()
    .setProtectedHeader(header)
    .setIssuer(applicationId)
    .setSubject(applicationId)
    .setAudience(`${server.origin}/contoso.test/oauth2/v2.0/token`)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('5 minutes')
    .sign(key)

test('a program gets a secret and a role, signs in, is stopped and goes', async () => {
  const [{ applicationId, secret }] = await parsed('create', 'Upload', '--role', role)
  const env = { TAXIWAY_CLIENT_ID: applicationId, TAXIWAY_CLIENT_SECRET: secret }
  expect(await asProgram(env)).toMatchObject({ code: 0 })
  expect(await parsed('show', 'upload')).toMatchObject({ applicationId, roles: [role] })
  await parsed('update', 'Upload', '--stop')
  const stopped = await asProgram(env)
  expect([stopped.code, stopped.stderr]).toEqual([3, expect.stringContaining('disabled')])
  await parsed('update', 'Upload', '--start', '--add-role', 'Device.Read.All')
  expect((await parsed('show', applicationId)).roles).toEqual([role, 'Device.Read.All'])
  const [added] = await parsed('secrets', 'add', 'Upload', '--days', '30', '--name', 'second')
  expect(
    (await parsed('secrets', 'list', 'Upload')).map((each: { id: string }) => each.id),
  ).toContain(added.id)
  expect((await run('secrets', 'remove', 'Upload', added.id)).code).toBe(0)
  expect(await run('delete', 'Upload')).toMatchObject({ code: 1 })
  expect(await run('delete', 'Upload', '--yes')).toMatchObject({ code: 0 })
  const gone = await run('show', 'Upload')
  expect([gone.code, gone.stderr]).toEqual([1, expect.stringContaining('applications list')])
})

test('a certificate is registered without its private key, shown by its thumbprint, and removed', async () => {
  const { certificate, privateKey } = await robotCertificate()
  writeFileSync(join(folder, 'robot.pem'), `${privateKey}\n${certificate}`)
  writeFileSync(join(folder, 'key.pem'), privateKey)
  const [{ applicationId }] = await parsed('create', 'Robot', '--role', role)
  const [added] = await parsed('certificates', 'add', 'Robot', 'robot.pem')
  expect(added.thumbprint).toMatch(/^[0-9A-F]{40}$/)
  const own = emptyFolder()
  const place = ['--url', server.origin, '--ca', server.ca, '--tenant', 'contoso.test']
  const proof = ['--client-id', applicationId, '--certificate', join(folder, 'robot.pem')]
  const signedIn = await taxiway(['login', ...place, ...proof], { configFolder: own })
  expect(signedIn).toMatchObject({ code: 0 })
  expect(await taxiway(['devices', 'list'], { configFolder: own })).toMatchObject({ code: 0 })
  const keyOnly = await run('certificates', 'add', 'Robot', 'key.pem')
  expect([keyOnly.code, keyOnly.stderr]).toEqual([1, expect.stringContaining('no certificate')])
  expect((await run('certificates', 'remove', 'Robot', added.id)).code).toBe(0)
  expect(await parsed('certificates', 'list', 'Robot')).toEqual([])
})

test('a public key proves a program that has no certificate, until it is removed', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = { ...privateKey.export({ format: 'jwk' }), kid: 'plant', alg: 'RS256' }
  writeFileSync(join(folder, 'plant.jwk'), JSON.stringify(jwk))
  writeFileSync(join(folder, 'plant.pem'), publicKey.export({ format: 'pem', type: 'spki' }))
  const [{ applicationId }] = await parsed('create', 'Plant', '--role', role)
  const [added] = await parsed('keys', 'add', 'Plant', 'plant.jwk')
  const id = await calculateJwkThumbprint(jwk)
  expect(added).toEqual({ id, kid: 'plant', bits: 2048, expiresAt: null })
  const file = join(folder, 'plant.jwt')
  const env = { AZURE_CLIENT_ID: applicationId, AZURE_FEDERATED_TOKEN_FILE: file }
  const signedIn = async (kid: string) => {
    writeFileSync(
      file,
      await assertionOf(applicationId, { header: { alg: 'RS256', kid }, key: privateKey }),
    )
    return (await asProgram(env)).code
  }
  expect(await signedIn('plant')).toBe(0)
  expect(await parsed('keys', 'add', 'Plant', 'plant.pem', '--kid', '2026')).toEqual([
    { ...added, kid: '2026' },
  ])
  expect(await parsed('keys', 'list', 'Plant')).toHaveLength(1)
  const [ending] = await parsed('keys', 'add', 'Plant', 'plant.pem', '--kid', '2026', '--days', '7')
  expect(ending.expiresAt > new Date().toISOString()).toBe(true)
  expect([await signedIn('plant'), await signedIn('2026')]).toEqual([3, 0])
  expect((await run('keys', 'remove', 'Plant', '--', added.id)).code).toBe(0)
  expect(await parsed('keys', 'list', 'Plant')).toEqual([])
  expect(await signedIn('2026')).toBe(3)
  writeFileSync(join(folder, 'none.jwk'), '{}')
  const none = await run('keys', 'add', 'Plant', 'none.jwk')
  expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('holds no key')])
})

test('a token in a file proves a program, read anew each time, by option and by the variables of pipelines', async () => {
  const { keys, certificate } = await robotCertificate()
  writeFileSync(join(folder, 'trusted.pem'), certificate)
  const [{ applicationId }] = await parsed('create', 'Federated', '--role', role)
  const [added] = await parsed('certificates', 'add', 'Federated', 'trusted.pem')
  const file = join(folder, 'federated.jwt')
  const x5t = Buffer.from(added.thumbprint, 'hex').toString('base64url')
  const assertion = () =>
    assertionOf(applicationId, { header: { alg: 'RS256', x5t }, key: keys.privateKey })
  writeFileSync(file, `${await assertion()}\n`)
  const own = emptyFolder()
  const place = ['--url', server.origin, '--ca', server.ca, '--tenant', 'contoso.test']
  const proof = ['--client-id', applicationId, '--federated-token-file', file]
  const signedIn = await taxiway(['login', ...place, ...proof], { configFolder: own })
  expect([signedIn.code, signedIn.stderr]).toEqual([0, expect.stringContaining('Signed in')])
  expect(readFileSync(join(own, 'contexts.json'), 'utf8')).not.toContain('eyJ')

  writeFileSync(file, await assertion())
  const env = { AZURE_CLIENT_ID: applicationId, AZURE_FEDERATED_TOKEN_FILE: file }
  expect(await asProgram(env)).toMatchObject({ code: 0 })
  writeFileSync(file, 'no token')
  expect(await asProgram(env)).toMatchObject({ code: 3 })
  const gone = await asProgram({ ...env, AZURE_FEDERATED_TOKEN_FILE: `${file}.gone` })
  expect([gone.code, gone.stderr]).toEqual([3, expect.stringContaining('There is no file')])
  const twice = await taxiway(['login', ...place, ...proof, '--managed-identity'])
  expect([twice.code, twice.stderr]).toEqual([1, expect.stringContaining('more than one way')])
})

test('a managed identity signs in by what the machine in Azure says, and keeps no secret', async () => {
  const asked: string[] = []
  const metadata = createServer((request, response) => {
    const { metadata: isMetadata, 'x-identity-header': key } = request.headers
    asked.push(`${request.url} ${isMetadata ?? key}`)
    const isKnown = request.url?.includes('client_id=unknown') !== true
    response.writeHead(isKnown ? 200 : 400, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify({ access_token: 'of the machine', expires_on: '4000000000', error: 'none' }),
    )
  })
  metadata.listen(0, '127.0.0.1')
  await once(metadata, 'listening')
  const origin = `http://127.0.0.1:${(metadata.address() as AddressInfo).port}`
  const login = (env: Readonly<Record<string, string>>, configFolder: string, ...id: string[]) =>
    taxiway(['login', '--tenant', 't.example', '--managed-identity', ...id], { env, configFolder })
  const machine = { AZURE_POD_IDENTITY_AUTHORITY_HOST: origin }
  const own = emptyFolder()
  expect(await login(machine, own)).toMatchObject({ code: 0 })
  expect(JSON.parse(readFileSync(join(own, 'contexts.json'), 'utf8')).contexts).toMatchObject({
    't.example': { managedIdentity: '', graph: 'https://graph.microsoft.com' },
  })
  const app = { IDENTITY_ENDPOINT: `${origin}/msi/token`, IDENTITY_HEADER: 'key' }
  expect(await login(app, emptyFolder(), '7a1c')).toMatchObject({ code: 0 })
  const refused = await login(machine, emptyFolder(), 'unknown')
  expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('answers 400')])
  metadata.close()
  const graph = encodeURIComponent('https://graph.microsoft.com')
  const vm = `/metadata/identity/oauth2/token?api-version=2018-02-01&resource=${graph}`
  expect(asked).toEqual([
    `${vm} true`,
    `/msi/token?api-version=2019-08-01&resource=${graph}&client_id=7a1c key`,
    `${vm}&client_id=unknown true`,
  ])
  const here = ['login', '--url', server.origin, '--ca', server.ca, '--tenant', 'contoso.test']
  expect(await taxiway([...here, '--managed-identity'])).toMatchObject({ code: 3 })
})

test('a program of people is consented to for everybody', async () => {
  await parsed(
    'create',
    'Tool',
    '--kind',
    'native',
    '--scope',
    role,
    '--redirect-uri',
    'http://localhost',
  )
  expect((await run('consent', 'Tool')).stderr).toContain(role)
  expect((await parsed('show', 'Tool')).consentedScopes).toEqual([role])
  expect((await run('consent', 'Tool', '--end')).code).toBe(0)
  expect((await parsed('show', 'Tool')).consentedScopes).toEqual([])
  expect((await run('update', 'Tool')).code).toBe(1)
  expect((await run('update', 'Tool', '--stop', '--start')).code).toBe(1)
})

misspelledTests((...words) => taxiway(words, { cwd: folder, configFolder: server.configFolder }))
