/** Limits of how many there may be, met by requests at the same time. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { laptop, linkOf } from '../associations/stage.ts'
import { type Client, json, openRegistry, origin } from '../support/registry.ts'

let registry: Awaited<ReturnType<typeof openRegistry>>
beforeAll(async () => {
  registry = await openRegistry()
})
afterAll(async () => {
  await registry.close()
  expect(registry.failures).toEqual([])
})

/** How many requests of `count` at the same time are let in. */
async function letIn(count: number, ask: (n: number) => Promise<Response>): Promise<number> {
  const answers = await Promise.all(Array.from({ length: count }, (_, n) => ask(n)))
  return answers.filter(({ status }) => status < 300).length
}

/** The first row of a tenant `times` more times, with new ids. */
async function repeat(of: Client, { table, ids, times }: Repeated): Promise<void> {
  const fresh = ids.map((id) => `'${id}', md5(n::text)`).join(', ')
  await registry.store.pool.query(
    `with first as (select * from ${table} where tenant_id = $1 limit 1)
     insert into ${table} select made.* from first, generate_series(1, $2) n,
       jsonb_populate_record(null::${table}, to_jsonb(first) || jsonb_build_object(${fresh})) made`,
    [of.tenantId, times],
  )
}
type Repeated = {
  readonly table: string
  readonly ids: readonly string[]
  readonly times: number
}

test('a tenant has 50 webhooks', async () => {
  const tenant = await registry.newTenant()
  const add = () => tenant.ask('POST', '/admin/v1/webhooks', { url: 'https://example.com/' })
  expect((await add()).status).toBe(201)
  await repeat(tenant, { table: 'webhook', ids: ['webhook_id'], times: 46 })
  expect(await letIn(8, add)).toBe(3)
  expect((await json(tenant.ask('GET', '/admin/v1/webhooks'))).value).toHaveLength(50)
})

test('a tenant has 1,000 configurations, each of a type with a priority of its own', async () => {
  const tenant = await registry.newTenant()
  const path = '/beta/deviceManagement/deviceEnrollmentConfigurations'
  const add = (n: number) =>
    tenant.ask('POST', path, {
      '@odata.type': '#microsoft.graph.deviceEnrollmentLimitConfiguration',
      displayName: `Limit ${n}`,
      limit: 5,
    })
  expect(await letIn(6, add)).toBe(6)
  const priorities = (await json(tenant.ask('GET', path))).value.map(
    (each: { priority: number }) => each.priority,
  )
  expect(priorities.toSorted()).toEqual([1, 2, 3, 4, 5, 6])
  await repeat(tenant, { table: 'tenant_record', ids: ['record_id'], times: 991 })
  expect(await letIn(8, add)).toBe(3)
})

test('200 devices wait for a decision with a key; what one of them sends again is known', async () => {
  const tenant = await registry.newTenant()
  const { code } = await json(tenant.ask('POST', '/admin/v1/intake-codes', { kind: 'key' }))
  const send = (requestId: string) =>
    registry.app.fetch(
      new Request(`${origin}/intake/v1/devicelinks`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-windowsdevicelink-key': code },
        body: JSON.stringify({
          schemaVersion: 1,
          requestType: 'DeviceLinkPreassociation',
          requestId,
          device: { deviceLink: linkOf(laptop('L-1'), 'l') },
        }),
      }),
    )
  const first = randomUUID()
  expect((await send(first)).status).toBe(202)
  const ids = ['submission_id', 'request_id']
  await repeat(tenant, { table: 'intake_submission', ids, times: 196 })
  expect(await letIn(8, () => send(randomUUID()))).toBe(3)
  expect((await send(first)).status).toBe(202)
})
