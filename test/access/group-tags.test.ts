/** An assignment that is limited to group tags reaches the devices with these tags, by every route. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { hashFixture } from '../support/hardware-hashes.ts'
import { type Client, json, openRegistry } from '../support/registry.ts'
import { giveRole, roleNamed } from '../support/roles.ts'
import { contentOf, populate, type Registry, routeRequests } from './route-requests.ts'

const identities = '/beta/deviceManagement/windowsAutopilotDeviceIdentities'
const imports = '/beta/deviceManagement/importedWindowsAutopilotDeviceIdentities'

let registry: Registry
let owner: Client
/** May do everything a device manager may, to kiosks. */
let limited: Client
let office: Awaited<ReturnType<typeof populate>>

beforeAll(async () => {
  registry = await openRegistry()
  owner = await registry.newTenant()
  office = await populate(owner, 'Office', 'OFFICE-PLANTED')
  limited = await registry.newClient(owner.tenantId, [])
  await give(limited, 'Autopilot device manager', ['Kiosk'])
})

afterAll(() => registry.close())

async function give(client: Client, name: string, groupTags: string[] | null) {
  const principalId = client.applicationId
  const given = { principalKind: 'application', principalId, groupTags } as const
  return await giveRole(owner, await roleNamed(owner, name), given)
}

test('no route shows anything of devices with other tags, and none changes them', async () => {
  const start = await contentOf(registry)
  const found: string[] = []
  for (const { url, method, title, path } of routeRequests(registry, office)) {
    const answer = await limited.ask(method, url, method === 'GET' ? undefined : {})
    const text = await answer.text()
    if (text.includes('PLANTED') && !path.includes('profile')) found.push(title)
    if (answer.ok && path.includes('deviceidentities/:id')) found.push(`${answer.status} ${title}`)
  }
  expect(found).toEqual([])
  // What has no tag may be done: the sync of the tenant, and handing in a row that is refused.
  const rest = (content: string) =>
    content.replace(/(autopilot_sync|import_row|import_work|refused_row): .*/g, '')
  expect(rest(await contentOf(registry))).toBe(rest(start))
  const receipt = office.importedwindowsautopilotdeviceidentities
  expect((await owner.ask('GET', `${imports}/${receipt}`)).status).toBe(200)
})

let kiosk: string

beforeEach(async () => {
  const made = await limited.ask('POST', identities, { serialNumber: 'K-1', groupTag: 'kiosk' })
  kiosk = (await json(made)).id
})

test('devices with its tag are listed, counted, shown, changed and deleted, in any case of letters', async () => {
  const { value } = await json(limited.ask('GET', identities))
  expect(value.map(({ id }: { id: string }) => id)).toContain(kiosk)
  expect(await (await limited.ask('GET', `${identities}/$count`)).text()).toBe(String(value.length))
  const change = { displayName: 'LOBBY' }
  const path = `${identities}/${kiosk}`
  expect((await limited.ask('POST', `${path}/updateDeviceProperties`, change)).status).toBe(204)
  expect((await limited.ask('DELETE', path)).status).toBe(204)
})

test('a filter that says or cannot widen what is reached', async () => {
  const filter = encodeURIComponent("groupTag eq 'Kiosk' or groupTag eq 'Office'")
  const { value } = await json(limited.ask('GET', `${identities}?$filter=${filter}`))
  expect(JSON.stringify(value)).not.toContain('PLANTED')
  expect(value.length).toBeGreaterThan(0)
})

test('serial numbers, profiles and batches lead to no other tag either', async () => {
  const serials = { serialNumbers: ['OFFICE-PLANTED', 'K-1'] }
  const answer = await limited.ask('POST', `${identities}/deleteDevices`, serials)
  expect((await json(answer)).value[0]).toMatchObject({ deletionState: 'failed' })
  const url = `${identities.slice('/beta'.length)}/${office.device}`
  const batch = { requests: [{ id: '1', method: 'DELETE', url }] }
  const { responses } = await json(limited.ask('POST', '/beta/$batch', batch))
  expect(responses).toMatchObject([{ status: 404 }])
  expect((await owner.ask('GET', `${identities}/${office.device}`)).status).toBe(200)
})

test('a device is not moved to another tag, nor made there', async () => {
  const change = { groupTag: 'Office' }
  const answers = [
    await limited.ask('POST', `${identities}/${kiosk}/updateDeviceProperties`, change),
    await limited.ask('PATCH', `${identities}/${kiosk}`, change),
    await limited.ask('POST', `${identities}/${kiosk}/updateDeviceProperties`, { groupTag: '' }),
    await limited.ask('POST', identities, { serialNumber: 'K-2', groupTag: 'Office' }),
    await limited.ask('POST', identities, { serialNumber: 'K-2' }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403])
  expect((await json(limited.ask('GET', `${identities}/${kiosk}`))).groupTag).toBe('kiosk')
})

test('of an import the rows with other tags are refused by name, and the others go on', async () => {
  const row = (number: number, groupTag: string | null) => ({
    serialNumber: null,
    groupTag,
    hardwareIdentifier: hashFixture(number).hardwareHash,
  })
  const body = { importedWindowsAutopilotDeviceIdentities: [row(1, 'Kiosk'), row(2, 'Office')] }
  const { value } = await json(limited.ask('POST', `${imports}/import`, body))
  await registry.decideAll()
  const states = []
  for (const { id } of value) {
    const { rows } = await registry.store.pool.query(
      `select status, refusal from import_row
       where left(import_id::text, 28) || lpad(to_hex(row_number), 8, '0') = $1`,
      [id],
    )
    states.push(rows[0])
  }
  expect(states).toMatchObject([
    { status: 'complete' },
    { status: 'error', refusal: 'GroupTagNotPermitted' },
  ])
  const refused = await json(limited.ask('GET', `${imports}/${value[1].id}`))
  expect(refused.state).toMatchObject({ deviceErrorName: 'GroupTagNotPermitted' })
})

test('two assignments reach what either reaches, and a whole one everything', async () => {
  const client = await registry.newClient(owner.tenantId, [])
  const path = `${identities}/${office.device}`
  await give(client, 'Autopilot device manager', ['Kiosk'])
  expect((await client.ask('GET', path)).status).toBe(404)
  await owner.ask('POST', '/admin/v1/roles', {
    displayName: 'Device reader',
    permissions: ['devices.read'],
  })
  const second = await give(client, 'Device reader', ['OFFICE'])
  expect((await client.ask('GET', path)).status).toBe(200)
  expect((await client.ask('DELETE', path)).status).toBe(404)
  await owner.ask('DELETE', `/admin/v1/role-assignments/${second}`)
  expect((await client.ask('GET', path)).status).toBe(404)
  await give(client, 'Autopilot device manager', null)
  expect((await client.ask('GET', path)).status).toBe(200)
})
