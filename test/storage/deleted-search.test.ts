/** A search of deleted devices reads differently where it finds few, many new and many old ones; all find the same. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, json, openRegistry } from '../support/registry.ts'

/** So many that the old ones are beyond those that are looked through first. */
const deleted = 4_500

let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: Client

beforeAll(async () => {
  registry = await openRegistry()
  tenant = await registry.newTenant()
  await registry.store.pool.query(
    `insert into deleted_device (tenant_id, device_id, state, serial_number, group_tag, device, deleted_at, deleted_by,
        reserved_until, ended_at, ended_by)
      select $1, id, 'released', 'S' || n, case when n % 3 = 0 then 'Berlin' end, jsonb_build_object('device_id', id,
          'serial_number', 'S' || n, 'display_name', case when n <= 1200 then 'old' else 'new' end || '-' || n,
          'userless_enrollment_status', 'unknown', 'enrollment_state', 'notContacted'),
        now() - interval '1 day' + n / 7 * interval '1 second', 'test', now(), now(), 'test'
      from (select n, gen_random_uuid() as id from generate_series(1, ${deleted}) as n) as made`,
    [tenant.tenantId],
  )
  await registry.store.pool.query('analyze deleted_device')
})
afterAll(() => registry.close())

test.each([
  ['few', 'OLD-77'],
  ['many, all of them old', 'old-'],
  ['many, the newest among them', 'berlin'],
  ['a text too short for an index', 'd-'],
  ['nothing', 'elsewhere'],
])('%s: page after page, the newest first', async (_, q) => {
  const found: string[] = []
  let next: { readonly cursor?: string } | undefined = {}
  while (next !== undefined) {
    const query = new URLSearchParams({ q, limit: '400', ...next })
    const page = await json(tenant.ask('GET', `/admin/v1/deleted-devices?${query}`))
    expect(page).toHaveProperty('value')
    found.push(...page.value.map(({ id }: { id: string }) => id))
    next = page.next === undefined ? undefined : { cursor: page.next }
  }
  const { rows } = await registry.store.pool.query<{ id: string }>(
    `select device_id as id from deleted_device where tenant_id = $1
        and concat_ws(E'\\n', serial_number, device ->> 'display_name', group_tag) ilike '%' || $2 || '%'
      order by deleted_at desc, device_id desc`,
    [tenant.tenantId, q],
  )
  expect(found).toEqual(rows.map(({ id }) => id))
})
