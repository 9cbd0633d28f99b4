/** Deleted devices come back exactly as they were. */
import { expect, test } from 'vitest'
import { type Client, type Json, json } from '../support/registry.ts'
import {
  devicesPath,
  idsOf,
  importAll,
  nothingLoose,
  owner,
  registry,
  remove,
} from './deleted-stage.ts'

async function run(client: Client, request: Json): Promise<Json> {
  const made = await client.ask('POST', '/admin/v1/jobs', request)
  expect(made.status, await made.clone().text()).toBe(201)
  const { id }: Json = await made.json()
  while (await registry.app.runNextJob());
  return await json(client.ask('GET', `/admin/v1/jobs/${id}`))
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
  const after = new URLSearchParams({ cursor: deleted.next })
  const second = await json(owner.ask('GET', `/admin/v1/deleted-devices?${after}`))
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
