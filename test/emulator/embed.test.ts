/** `startTaxiway`: a server of one's own inside a test run, and nothing of it afterwards. */
import { spawn } from 'node:child_process'
import { chmodSync, existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { startTaxiway, type Taxiway } from 'taxiway'
import { expect, onTestFinished, test, vi } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { hashFixture } from '../support/hardware-hashes.ts'
import type { Json } from '../support/registry.ts'
import { emptyFolder, root } from '../support/taxiway-command.ts'

const imports = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'
const devices = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'

async function signedIn({ origin, caCertificate, credentials }: Taxiway) {
  setDefaultCACertificates([...getCACertificates('default'), caCertificate])
  const { tenantId, clientId, clientSecret } = credentials
  const answer = await fetch(`${origin}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: 'https://graph.microsoft.com/.default',
    }),
  })
  const { access_token } = (await answer.json()) as Json
  return async (path: string, body?: unknown, method = 'POST'): Promise<Json> => {
    const response = await fetch(`${origin}${path}`, {
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      ...((body !== undefined || method !== 'POST') && { method, body: JSON.stringify(body) }),
    })
    return response.status === 204 ? undefined : await response.json()
  }
}

const submission = {
  serialNumber: hashFixture(1).serial,
  hardwareIdentifier: hashFixture(1).hardwareHash,
}

test('start, import, advance, reset, close', async () => {
  const taxiway = await startTaxiway({ importSeconds: 90 })
  const home = dirname(taxiway.caCertificatePath)
  const graph = await signedIn(taxiway)
  for (const _ of ['first', 'after a reset, import seconds included']) {
    const { id } = await graph(imports, submission)
    expect((await graph(`${imports}/${id}`)).state.deviceImportStatus).toBe('unknown')
    await taxiway.advanceClock(90)
    expect((await graph(`${imports}/${id}`)).state.deviceImportStatus).toBe('complete')
    expect((await graph(devices)).value).toHaveLength(1)
    await taxiway.reset()
    expect((await graph(devices)).value).toEqual([])
  }
  await taxiway.close()
  expect(existsSync(home)).toBe(false)
  await expect(fetch(taxiway.origin)).rejects.toThrow()
})

test('two at once know nothing of each other, and their ids are the same in every run', async () => {
  const [one, other] = await Promise.all([startTaxiway(), startTaxiway()])
  expect(one.credentials.tenantId).toBe(other.credentials.tenantId)
  const graph = await signedIn(one)
  await graph(imports, submission)
  await eventually(async () => expect((await graph(devices)).value).toHaveLength(1))
  expect((await (await signedIn(other))(devices)).value).toEqual([])
  await Promise.all([one.close(), other.close()])
})

test('a seed is the state that reset returns to, as an object or as a file', async () => {
  const tenant = {
    domain: 'fabrikam.test',
    displayName: 'Fabrikam',
    devices: [{ hardwareHash: hashFixture(2).hardwareHash, groupTag: 'Seeded' }],
  }
  const folder = await mkdtemp(join(tmpdir(), 'taxiway-test-'))
  const file = join(folder, 'seed.json')
  await writeFile(file, JSON.stringify({ tenants: [tenant] }))
  for (const seed of [{ tenants: [tenant] }, file]) {
    const taxiway = await startTaxiway({ seed })
    const graph = await signedIn(taxiway)
    const before = (await graph(devices)).value
    await taxiway.reset()
    expect((await graph(devices)).value).toEqual(before)
    expect(before).toMatchObject([{ groupTag: 'Seeded' }])
    await taxiway.close()
  }
  await rm(folder, { recursive: true })
})

test.each([
  ['lenient', 0],
  ['strict', 1],
] as const)(
  'fidelity %s: a list shows %d deleted devices for the next half hour',
  async (fidelity, shown) => {
    const device = { hardwareHash: hashFixture(2).hardwareHash }
    const tenant = { domain: 'contoso.test', displayName: 'Contoso', devices: [device] }
    const taxiway = await startTaxiway({ fidelity, seed: { tenants: [tenant] } })
    const graph = await signedIn(taxiway)
    const [{ id }] = (await graph(devices)).value
    await graph(`${devices}/${id}`, undefined, 'DELETE')
    expect((await graph(devices)).value).toHaveLength(shown)
    await taxiway.advanceClock(1801)
    expect((await graph(devices)).value).toEqual([])
    await taxiway.close()
  },
)

test('a seed that cannot be used is refused by the place in it', async () => {
  const seed = { tenants: [{ domain: 'x.test', displayName: 'X', users: [{ displayName: 'Y' }] }] }
  await expect(startTaxiway({ seed: seed as never })).rejects.toThrow('tenants.0.users.0')
})

test('what a killed run left is removed by a later one', async () => {
  // Of its own, since every server that another test file starts removes what is left in the common one.
  const temporary = emptyFolder()
  chmodSync(temporary, 0o755)
  vi.stubEnv('TMPDIR', temporary)
  onTestFinished(() => void vi.unstubAllEnvs())
  const script = `import { startTaxiway } from 'taxiway'
    console.log((await startTaxiway()).caCertificatePath)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: root })
  const [path] = await Array.fromAsync(
    createInterface({ input: child.stdout }).on('line', () => child.kill('SIGKILL')),
  )
  const home = dirname(path ?? '')
  expect(dirname(home)).toBe(temporary)
  expect(existsSync(home)).toBe(true)
  const next = await startTaxiway()
  await next.close()
  expect(existsSync(home)).toBe(false)
})
