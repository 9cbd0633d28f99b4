/** Deleted devices: reserved for their tenant, restored exactly as they were, or released. */
import { makeFleet } from 'taxiway-hardware-hash'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { expectNothingLoose } from '../support/databases/nothing-loose.ts'
import { type Client, type Json, json, openRegistry } from '../support/registry.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
let owner: Client
let stranger: Client
const fleet = [...makeFleet({ seed: 77, count: 40 })]
const devicesPath = '/beta/deviceManagement/windowsAutopilotDeviceIdentities'

beforeAll(async () => {
  registry = await openRegistry()
})
afterAll(() => registry.close())

beforeEach(async () => {
  await registry.freeDevices()
  owner = await registry.newTenant()
  stranger = await registry.newTenant()
})

async function importAll(client: Client, from = fleet, groupTag = 'Lab'): Promise<Json[]> {
  const rows = from.map((device, i) => ({
    file: 'box.csv',
    line: i + 2,
    serialNumber: device.description.serialNumber,
    hardwareIdentifier: device.hash().text,
    groupTag,
  }))
  const sent = await client.ask('POST', '/admin/v1/imports', { label: 'box.csv', rows })
  expect(sent.status, await sent.clone().text()).toBe(201)
  const { importId }: Json = await sent.json()
  await registry.decideAll()
  const page = await json(client.ask('GET', `/admin/v1/imports/${importId}/rows?limit=1000`))
  return page.value
}

const idsOf = async (client: Client): Promise<string[]> =>
  (await json(client.ask('GET', '/admin/v1/devices?top=1000'))).value.map(({ id }: Json) => id)

const remove = async (client: Client, id: string) =>
  (await client.ask('DELETE', `${devicesPath}/${id}`)).status

async function run(client: Client, request: Json): Promise<Json> {
  const made = await client.ask('POST', '/admin/v1/jobs', request)
  expect(made.status, await made.clone().text()).toBe(201)
  const { id }: Json = await made.json()
  while (await registry.app.runNextJob());
  return await json(client.ask('GET', `/admin/v1/jobs/${id}`))
}

/** Imports from files keep the hashes of refused rows for some days. */
async function nothingLoose(): Promise<void> {
  await registry.store.pool.query(`update import_label set hashes_until = now() - interval '1 day'`)
  await registry.app.leftovers.sweep(1_000)
  await expectNothingLoose(registry.store)
}

/** Everything that is stored of a tenant's devices, as text. */
async function everything({ tenantId }: Client): Promise<string> {
  const tables = [
    'device',
    'device_identity',
    'device_hash',
    'hardware_hash',
    'profile_device',
    'group_member',
    'device_key',
    'device_contact',
    'deployment_event',
  ]
  const all: string[] = []
  for (const table of tables) {
    const { rows } = await registry.store.pool.query(
      `select to_jsonb(row)::text as row from ${table} as row where tenant_id = $1 order by 1`,
      [tenantId],
    )
    all.push(table, ...rows.map(({ row }) => row))
  }
  const { rows } = await registry.store.pool.query(
    'select token::text || holders::text as row from identity_token order by 1',
  )
  return [...all, ...rows.map(({ row }) => row)].join('\n')
}

/** Groups, profiles, users, first boots: what a device may have. */
async function furnish(client: Client, ids: readonly string[]): Promise<void> {
  const { tenantId } = client
  const { pool } = registry.store
  await pool.query(
    `update device set user_principal_name = 'ada@b.test', addressable_user_name = 'Ada', display_name = 'PC-' || serial_number,
       purchase_order_identifier = 'PO 1', claim_level = 2, directory_attributes = '{"extensionAttribute1": "x"}',
       enrollment_state = 'enrolled', targeted_at = now(), last_contacted_at = now() where tenant_id = $1`,
    [tenantId],
  )
  const group = await json(
    client.ask('POST', '/v1.0/groups', {
      displayName: 'Lab',
      mailNickname: 'lab',
      mailEnabled: false,
      securityEnabled: true,
    }),
  )
  await pool.query(
    `insert into group_member (tenant_id, group_id, member_id) select tenant_id, $2, directory_object_id from device
     where tenant_id = $1`,
    [tenantId, group.id],
  )
  const profile = await json(
    client.ask('POST', '/beta/deviceManagement/windowsAutopilotDeploymentProfiles', {
      '@odata.type': '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile',
      displayName: 'Lab',
    }),
  )
  for (const statement of [
    'insert into profile_device (tenant_id, device_id, profile_id) select $1, device, $2 from unnest($3::uuid[]) as device',
    'insert into device_contact (tenant_id, device_id, profile_id) select $1, device, $2 from unnest($3::uuid[]) as device',
  ])
    await pool.query(statement, [tenantId, profile.id, ids])
  await pool.query(
    `insert into device_key (tenant_id, device_id, digest, state, decided_at)
     select $1, device, sha256(device::text::bytea), 'bound', now() from unnest($2::uuid[]) as device`,
    [tenantId, ids],
  )
  await pool.query(
    `insert into deployment_event (tenant_id, device_id, event_id, kind) select $1, device, gen_random_uuid(), 'enrolled'
     from unnest($2::uuid[]) as device`,
    [tenantId, ids],
  )
}

test('what was deleted, one by one and as a job, comes back exactly as it was', async () => {
  await importAll(owner)
  const ids = await idsOf(owner)
  await furnish(owner, ids)
  const before = await everything(owner)
  const graphBefore = await json(owner.ask('GET', `${devicesPath}?$top=500`))

  const [first = '', ...others] = ids
  expect(await remove(owner, first)).toBe(204)
  const job = await run(owner, {
    kind: 'delete-devices',
    act: 'reserve',
    selection: { ids: others },
  })
  expect(job).toMatchObject({ counts: { asked: 39, changed: 39 } })
  expect(new Date(job.undoUntil).getTime()).toBeGreaterThan(Date.now())
  expect(await idsOf(owner)).toEqual([])
  const deleted = await json(owner.ask('GET', '/admin/v1/deleted-devices?state=reserved&limit=1'))
  expect(deleted.value).toHaveLength(1)
  expect(deleted.next).toBe(deleted.value[0].id)
  const second = await json(owner.ask('GET', `/admin/v1/deleted-devices?cursor=${deleted.next}`))
  expect(second.value).toHaveLength(39)
  expect(second.value).toContainEqual(
    expect.objectContaining({
      state: 'reserved',
      groupTag: 'Lab',
      userPrincipalName: 'ada@b.test',
    }),
  )
  await nothingLoose()

  const back = await owner.ask('POST', `/admin/v1/deleted-devices/${first}/restore`)
  expect(await back.json()).toMatchObject({ id: first, state: 'restored' })
  await json(owner.ask('POST', `/admin/v1/jobs/${job.id}/undo`, {}))
  while (await registry.app.runNextJob());
  expect(await everything(owner)).toBe(before)
  expect(await json(owner.ask('GET', `${devicesPath}?$top=500`))).toEqual(graphBefore)
  const again = await owner.ask('POST', `/admin/v1/deleted-devices/${first}/restore`)
  expect(again.status).toBe(409)
  expect((await json(again)).error.message).toContain('restored already')
})

test('a deleted device stays its tenant’s; a released one is free', async () => {
  await importAll(owner, fleet.slice(0, 3))
  const [kept = '', released = '', alive = ''] = await idsOf(owner)
  for (const id of [kept, released]) expect(await remove(owner, id)).toBe(204)
  const late = await owner.ask('POST', `/admin/v1/deleted-devices/${released}/release`)
  expect(await late.json()).toMatchObject({ state: 'released', userPrincipalName: '' })
  const verdicts = (await importAll(stranger, fleet.slice(0, 3))).map(({ errorName }) => errorName)
  expect(verdicts.filter((name) => name === 'ZtdDeviceAssignedToOtherTenant')).toHaveLength(2)
  expect(await idsOf(stranger)).toHaveLength(1)
  expect((await owner.ask('POST', `/admin/v1/deleted-devices/${released}/restore`)).status).toBe(
    409,
  )

  // One may be released alone; a second one needs a second person.
  const second = await owner.ask('POST', '/admin/v1/releases', { ids: [alive] })
  expect(second.status).toBe(403)
  await registry.store.pool.query('delete from destructive_act')
  const gone = await json(owner.ask('POST', '/admin/v1/releases', { ids: [alive, alive, kept] }))
  expect(gone.value).toEqual([
    { id: alive, state: 'done', reason: null },
    expect.objectContaining({ id: kept, state: 'refused' }),
  ])
  await importAll(stranger, fleet.slice(0, 3))
  expect(await idsOf(stranger)).toHaveLength(2)
  await nothingLoose()
})

test('its tenant registers it again: a new registration, and nothing to restore', async () => {
  await importAll(owner, fleet.slice(0, 2))
  const ids = await idsOf(owner)
  for (const id of ids) expect(await remove(owner, id)).toBe(204)
  await importAll(owner, [...fleet.slice(0, 2), ...fleet.slice(0, 2)], 'New')
  const news = await idsOf(owner)
  expect(news).toHaveLength(2)
  expect(news.some((id) => ids.includes(id))).toBe(false)
  for (const id of ids) {
    const found = await json(owner.ask('GET', `/admin/v1/deleted-devices/${id}`))
    expect(found.state).toBe('superseded')
    expect(news).toContain(found.supersededBy)
    const refused = await owner.ask('POST', `/admin/v1/deleted-devices/${id}/restore`)
    expect(refused.status).toBe(409)
    expect((await json(refused)).error.message).toContain(found.supersededBy)
  }
  await nothingLoose()
})

test('restored and registered again at the same time, it is there once', async () => {
  for (let round = 0; round < 3; round++) {
    await registry.freeDevices()
    const few = fleet.slice(0, 12)
    await importAll(owner, few)
    const ids = await idsOf(owner)
    await json(owner.ask('POST', '/admin/v1/jobs', { kind: 'delete-devices', selection: { ids } }))
    while (await registry.app.runNextJob());
    const rows = few.map((device, i) => ({
      file: 'b.csv',
      line: i + 2,
      serialNumber: device.description.serialNumber,
      hardwareIdentifier: device.hash().text,
    }))
    await owner.ask('POST', '/admin/v1/imports', { label: 'b.csv', rows })
    await Promise.all([
      registry.decideAll(),
      ...ids.map((id) => owner.ask('POST', `/admin/v1/deleted-devices/${id}/restore`)),
      owner.ask('POST', '/admin/v1/deleted-devices/restore', { ids: ids.toReversed() }),
    ])
    await registry.decideAll()
    expect(await idsOf(owner)).toHaveLength(12)
    const { rows: twice } = await registry.store.pool.query(
      'select serial_number from device group by serial_number having count(*) > 1',
    )
    expect(twice).toEqual([])
    await nothingLoose()
  }
})

test('nobody else sees a deleted device, and after 30 days it is free', async () => {
  await importAll(owner, fleet.slice(0, 2))
  const [first = '', second = ''] = await idsOf(owner)
  for (const id of [first, second]) expect(await remove(owner, id)).toBe(204)
  for (const act of ['restore', 'release'])
    expect((await stranger.ask('POST', `/admin/v1/deleted-devices/${first}/${act}`)).status).toBe(
      404,
    )
  expect((await stranger.ask('GET', `/admin/v1/deleted-devices/${first}`)).status).toBe(404)
  await registry.store.pool.query(
    `update deleted_device set reserved_until = now() - interval '1 second' where device_id = $1`,
    [first],
  )
  await registry.app.leftovers.sweep(1_000)
  const expired = await json(owner.ask('GET', `/admin/v1/deleted-devices/${first}`))
  expect(expired).toMatchObject({ state: 'expired', endedBy: 'system' })
  await importAll(stranger, fleet.slice(0, 2))
  expect(await idsOf(stranger)).toHaveLength(1)
  await nothingLoose()
})
