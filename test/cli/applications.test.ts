/** `taxiway applications`: a program from its registration to its end, all by the command line. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databaseSettings } from '../support/server-database.ts'
import { emptyFolder, taxiway } from '../support/taxiway-command.ts'
import { startTaxiwayProcess, type TaxiwayProcess } from '../support/taxiway-process.ts'
import { robotCertificate } from '../surfaces/authority/robot-certificate.ts'

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
