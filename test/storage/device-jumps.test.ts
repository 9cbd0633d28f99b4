/** Jumps into long lists of devices: the page at a row's number is the one that reading all before it would come to. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StoredListField } from '../../src/core/devices/device-list.ts'
import type { TenantId } from '../../src/core/ids.ts'
import type { Filter, Order, Page } from '../../src/core/query.ts'
import { deviceListIn } from '../../src/storage/devices/device-list.ts'
import { explained, readsOf } from '../support/databases/explained.ts'
import { fillRegistry } from '../support/databases/fill-registry.ts'
import { type Client, openRegistry } from '../support/registry.ts'

const devices = 4_000
const limit = 20

let registry: Awaited<ReturnType<typeof openRegistry>>
let tenants: readonly Client[]

beforeAll(async () => {
  registry = await openRegistry()
  tenants = [await registry.newTenant(), await registry.newTenant()]
  for (const [i, { tenantId }] of tenants.entries())
    await fillRegistry(registry.store.pool, { tenantId, from: i * devices, to: (i + 1) * devices })
  // Values that differ only in case are one value.
  await registry.store.pool.query(
    `update device set model = upper(model), group_tag = nullif(group_tag, 'Site-05') where hashtext(device_id::text) % 3 = 0`,
  )
})
afterAll(() => registry.close())

type Asked = {
  readonly order: readonly Order<StoredListField>[]
  readonly filter?: Filter<StoredListField>
}

const by = (field: StoredListField, descending = false): Order<StoredListField> => ({
  field,
  descending,
})
const asked: readonly Asked[] = [
  ...[[], [by('id')], [by('id', true)], [by('id'), by('model')]],
  ...[[by('model')], [by('model', true)], [by('groupTag', true), by('serialNumber')]],
  ...[
    [by('enrollmentState'), by('id', true)],
    [by('manufacturer'), by('model', true)],
  ],
  ...[[by('displayName')], [by('serialNumber', true)], [by('claimLevel'), by('model')]],
  ...[[by('registeredAt')], [by('registeredAt', true)]],
].map((order) => ({ order }))
const filtered: readonly Asked[] = [
  { order: [by('model')], filter: { kind: 'in', field: 'manufacturer', values: ['hp', 'LENOVO'] } },
  { order: [], filter: { kind: 'compare', field: 'groupTag', op: 'ne', value: 'site-03' } },
  {
    order: [by('groupTag', true)],
    filter: { kind: 'text', field: 'serialNumber', op: 'contains', value: '1' },
  },
]

async function ids(tenantId: string, { order, filter }: Asked, page: Page) {
  const { rows } = await deviceListIn(registry.store).page(tenantId as TenantId, {
    order,
    page,
    ...(filter && { filter }),
  })
  return rows.map(({ device }) => device.id)
}

async function expectExact(tenantId: string, each: Asked): Promise<void> {
  const all = await ids(tenantId, each, { limit: 2 * devices })
  expect(all.length).toBeGreaterThan(1_500)
  const { length } = all
  // From the end on, so that no page is the one after another.
  for (const skip of [length + 1, length, length - 1, length - 700, 1_400, 1_001, 1_000, 999])
    expect(await ids(tenantId, each, { skip, limit }), `${JSON.stringify(each)} ${skip}`).toEqual(
      all.slice(skip, skip + limit),
    )
}

test('a jump comes to the row of that number, in every order and among those of a filter', async () => {
  for (const each of [...asked, ...filtered]) await expectExact(tenants[0]?.tenantId ?? '', each)
})

test('it stays exact whatever comes and goes, and moves to another value', async () => {
  const tenantId = tenants[1]?.tenantId ?? ''
  const { pool } = registry.store
  await Promise.all([
    pool.query(`delete from device where tenant_id = $1 and hashtext(device_id::text) % 5 = 1`, [
      tenantId,
    ]),
    pool.query(
      `update device set group_tag = 'Site-00' where tenant_id = $1 and hashtext(device_id::text) % 7 = 2`,
      [tenantId],
    ),
    fillRegistry(pool, { tenantId, from: 2 * devices, to: 2 * devices + 400 }),
    pool.query(
      `insert into device (tenant_id, device_id, serial_number, directory_object_id, directory_device_id)
       select $1, gen_random_uuid(), 'S' || n, gen_random_uuid(), gen_random_uuid() from generate_series(1, 50) as n`,
      [tenantId],
    ),
  ])
  for (const each of asked) await expectExact(tenantId, each)
})

test('in the order of ids it reads hardly more than the page', async () => {
  await registry.store.pool.query('vacuum (analyze) device, device_span, device_tally')
  const tenantId = tenants[0]?.tenantId ?? ''
  for (const order of [[], [by('id', true)]]) {
    let rows = 0
    for (const read of await readsOf(registry.store, () =>
      ids(tenantId, { order }, { skip: 2_000, limit }),
    ))
      rows += (await explained(registry.store.pool, read)).rows
    expect(rows).toBeGreaterThan(limit)
    expect(rows).toBeLessThan(1_000)
  }
})
