/** Starts that cannot succeed: a message that names what and how, no stack, nothing half-done. */
import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { serverProgram } from '../support/programs.ts'
import { emptyFolder, root } from '../support/taxiway-command.ts'
import { serverEnvironment, startTaxiwayProcess } from '../support/taxiway-process.ts'

function start(env: Record<string, string>, dataFolder = emptyFolder()) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [serverProgram], {
    cwd: root,
    encoding: 'utf8',
    timeout: 100_000,
    env: { ...serverEnvironment(dataFolder), ...env },
  })
  return { status, stdout, stderr }
}

test.each([
  [{ TAXIWAY_PORT: '99999' }, /TAXIWAY_PORT/],
  [{ TAXIWAY_PORT: '0x10' }, /TAXIWAY_PORT: must be a whole number/],
  [{ TAXIWAY_PUBLIC_URL: 'http://taxiway.example' }, /TAXIWAY_PUBLIC_URL/],
  [{ TAXIWAY_PUBLIC_URL: 'https://taxiway.example/below' }, /TAXIWAY_PUBLIC_URL: .* no path/],
  [{ TAXIWAY_PUBLIC_URL: 'https://a:s3cret@taxiway.example' }, /TAXIWAY_PUBLIC_URL: .* user/],
  [
    { TAXIWAY_DATABASE_URL: 'postgresql://localhost:99999/x' },
    /TAXIWAY_DATABASE_URL is not an address/,
  ],
  [{ OTEL_EXPORTER_OTLP_HEADERS: 'key=50%' }, /OTEL_EXPORTER_OTLP_HEADERS.*must be name=value/],
  [{ TAXIWAY_DATABASE_URL: 'mysql://x' }, /TAXIWAY_DATABASE_URL.*postgresql:\/\//],
  [
    { TAXIWAY_DATABASE_URL: 'postgresql://taxiway:s3cret@127.0.0.1:1/registry' },
    /registry on 127\.0\.0\.1:1 cannot be used/,
  ],
  [{ TAXIWAY_TLS_CERT: '/nowhere/cert.pem' }, /must be set together/],
  [
    { TAXIWAY_TLS_CERT: '/nowhere/cert.pem', TAXIWAY_TLS_KEY: '/nowhere/key.pem' },
    /TAXIWAY_TLS_CERT names \/nowhere\/cert\.pem/,
  ],
  [{ TAXIWAY_SEED: '/nowhere/seed.yaml' }, /seed file \/nowhere\/seed\.yaml cannot be read/],
  [{ TAXIWAY_KEY_ENCRYPTION_KEY: 'short' }, /TAXIWAY_KEY_ENCRYPTION_KEY must hold 32 bytes/],
])('%o is refused by name', (env, message) => {
  const { status, stdout, stderr } = start(env)
  expect(stderr).toMatch(message)
  expect(stderr).not.toMatch(/^\s+at /m)
  expect(stderr).not.toContain('s3cret')
  expect(stdout).not.toContain('ready')
  expect(status).toBe(1)
})

test('a seed file that is wrong is refused with the place in it', () => {
  const seed = join(emptyFolder(), 'seed.yaml')
  writeFileSync(seed, 'tenants:\n  - domain: a.test\n    displayName: A\n    aplications: []\n')
  const { status, stderr } = start({ TAXIWAY_SEED: seed })
  expect(stderr).toMatch(/seed\.yaml cannot be used:\n {2}tenants\.0 has no member 'aplications'/)
  expect(status).toBe(1)
})

test.each([
  ['tenants: [', /seed\.yaml cannot be used:\n {2}.* at line 1/],
  ['{"tenants":[{"domain":"a.test","displayName":"a\\u0000b"}]}', /displayName holds a NUL/],
  [
    '{"tenants":[{"domain":"a.test","displayName":"A","groups":[{"displayName":"G","dynamicRule":"hello"}]}]}',
    /The seed's tenant a\.test cannot be created: Invalid membership rule: 'hello'/,
  ],
  [
    '{"tenants":[{"domain":"a.test","displayName":"A"},{"domain":"b.test","displayName":"B","domains":["A.test"]}]}',
    /The domain A\.test belongs to tenant/,
  ],
])('the seed %j is refused without a stack', (content, message) => {
  const seed = join(emptyFolder(), 'seed.yaml')
  writeFileSync(seed, content)
  const { status, stderr } = start({ TAXIWAY_SEED: seed })
  expect(stderr).toMatch(message)
  expect(stderr).not.toMatch(/^\s+at /m)
  expect(status).toBe(1)
})

test('a secret made for an application is not lost to what else is wrong in the seed', async () => {
  const folder = emptyFolder()
  const seed = join(folder, 'seed.json')
  const tenant = { domain: 'a.test', displayName: 'A' }
  const applications = [{ displayName: 'Pipeline', roles: [] }]
  const groups = [{ displayName: 'G', members: ['nobody@a.test'] }]
  writeFileSync(seed, JSON.stringify({ tenants: [{ ...tenant, applications, groups }] }))
  expect(start({ TAXIWAY_SEED: seed }, folder).stderr).toContain("a member 'nobody@a.test'")
  writeFileSync(seed, JSON.stringify({ tenants: [{ ...tenant, applications }] }))
  const env = { TAXIWAY_SEED: seed }
  const next = await startTaxiwayProcess({ dataFolder: folder, configFolder: folder, env })
  expect(next.log()).toContain('Generated a secret for the application Pipeline of a.test')
  await next.dispose()
})

test('a certificate and a key that do not serve are named before anything is made', () => {
  const folder = emptyFolder()
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  writeFileSync(cert, 'hello')
  writeFileSync(key, 'hello')
  const data = join(folder, 'data')
  const { status, stderr } = start(
    { TAXIWAY_TLS_CERT: cert, TAXIWAY_TLS_KEY: key, TAXIWAY_DATA_DIR: data },
    folder,
  )
  expect(stderr).toContain(`TAXIWAY_TLS_CERT names ${cert}, which is not a certificate in PEM form`)
  expect(stderr).not.toMatch(/^\s+at /m)
  expect(existsSync(data)).toBe(false)
  expect(status).toBe(1)
})

test('a port for metrics that is in use is named, and the first credentials are not lost', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? String(address?.port) : ''
  const folder = emptyFolder()
  const refused = start({ TAXIWAY_METRICS_PORT: port }, folder)
  await new Promise((resolve) => server.close(resolve))
  expect(refused.stderr).toContain(`Port ${port} on 127.0.0.1 is in use.`)
  expect(refused.stderr).toContain('TAXIWAY_METRICS_PORT=')
  const next = await startTaxiwayProcess({ dataFolder: folder, configFolder: folder })
  expect(next.log()).toContain('These credentials are shown only now')
  await next.dispose()
})

test('a port in use is named, with another one to try', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? String(address?.port) : ''
  const { status, stderr } = start({ TAXIWAY_PORT: port })
  await new Promise((resolve) => server.close(resolve))
  expect(stderr).toContain(`Port ${port} on 127.0.0.1 is in use.`)
  expect(status).toBe(1)
})

test('another key-encryption key than before is told apart from damage', () => {
  const folder = emptyFolder()
  const key = (byte: number) => Buffer.alloc(32, byte).toString('base64')
  // The first start fails late on purpose: everything is made by then, and nothing keeps running.
  start({ TAXIWAY_KEY_ENCRYPTION_KEY: key(1), TAXIWAY_SEED: seedWithUnusableDevice() }, folder)
  const { status, stderr } = start({ TAXIWAY_KEY_ENCRYPTION_KEY: key(2) }, folder)
  expect(stderr).toMatch(/encrypted with another key-encryption key/)
  expect(stderr).not.toMatch(/^\s+at /m)
  expect(status).toBe(1)
})

function seedWithUnusableDevice(): string {
  const seed = join(emptyFolder(), 'seed.yaml')
  writeFileSync(
    seed,
    'tenants:\n  - domain: a.test\n    displayName: A\n    devices: [{ hardwareHash: AAAA }]\n',
  )
  return seed
}
