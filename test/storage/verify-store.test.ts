/** Every check finds what it is for, and finds nothing on a database that was only used. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyStore } from '../../src/storage/upkeep/verify-store.ts'
import { base64, laptop, later, withOtherKey } from '../support/machines.ts'
import { type Client, json, openRegistry } from '../support/registry.ts'

const imported = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'
const devices = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'
let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: Client

const importOne = async (bytes: Uint8Array) => {
  const answer = await json(tenant.ask('POST', imported, { hardwareIdentifier: base64(bytes) }))
  await registry.decideAll()
  return answer.id
}

beforeAll(async () => {
  registry = await openRegistry()
  tenant = await registry.newTenant()
  const machine = laptop('verified')
  await importOne(machine)
  await importOne(later(machine, [{ event: 'regenerated' }, { event: 'disk-swapped' }]))
  for (const decision of ['same', 'different', 'reject']) {
    const another = laptop(decision)
    await importOne(another)
    await importOne(withOtherKey(another))
    const [{ id }] = (await json(tenant.ask('GET', '/admin/v1/conflicts?state=open'))).value
    await tenant.ask('POST', `/admin/v1/conflicts/${id}/decide`, { decision })
  }
  await importOne(laptop('undecided'))
  await importOne(withOtherKey(laptop('undecided')))
  const { value } = await json(tenant.ask('GET', devices))
  await tenant.ask('DELETE', `${devices}/${value[0].id}`)
  await tenant.ask('POST', devices, { serialNumber: 'described' })
  // A row that waits: its hash belongs to no device yet.
  await tenant.ask('POST', imported, { hardwareIdentifier: base64(laptop('waiting')) })
})
afterAll(() => registry.close())

/** The checks that find something after `sql`, which is undone again. */
async function foundAfter(sql: string): Promise<readonly string[]> {
  const client = await registry.store.pool.connect()
  try {
    await client.query('begin')
    await client.query(sql)
    return (await verifyStore(client)).filter(({ count }) => count > 0).map(({ check }) => check)
  } finally {
    await client.query('rollback')
    client.release()
  }
}

const first = (table: string) => `ctid = (select min(ctid) from ${table})`

test('a database that was imported to, decided in and deleted from fits together', async () => {
  expect(await foundAfter('select')).toEqual([])
})

test.each([
  ['delete from tenant', ['device-without-tenant']],
  [
    `delete from device_identity where device_id = (select min(device_id::text)::uuid from device join device_identity using (device_id))`,
    ['device-without-identity', 'holder-without-token'],
  ],
  [
    `delete from device where device_id = (select min(device_id::text)::uuid from device join device_identity using (device_id))`,
    ['identity-without-device', 'history-without-device'],
  ],
  [`delete from identity_token where ${first('identity_token')}`, ['token-without-holder']],
  [
    `update device_identity set tokens = tokens[2:] where ${first('device_identity')}`,
    ['holder-without-token'],
  ],
  [
    `update identity_token set holders = holders || holders[1:2] where ${first('identity_token')}`,
    ['holders-malformed'],
  ],
  [
    `delete from hardware_hash where hash_id = (select min(hash_id::text)::uuid from device_hash)`,
    ['hash-missing'],
  ],
  [`delete from device_hash where ${first('device_hash')}`, ['hash-orphaned']],
  ['delete from import_work', ['row-forgotten']],
])('%s is found', async (sql, checks) => {
  expect(await foundAfter(sql)).toEqual(checks)
})
