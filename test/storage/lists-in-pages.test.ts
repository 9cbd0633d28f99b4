/** Lists that grow beyond one answer: every row comes, once, and the oldest can still be acted on. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { allRoles, platformRoles } from '../../src/core/access/permissions.ts'
import { newUuid } from '../../src/core/uuid.ts'
import { type Client, type Json, json, openRegistry } from '../support/registry.ts'

/** One more than an answer has at most. */
const count = 501

let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: Client
beforeAll(async () => {
  registry = await openRegistry()
})
afterAll(() => registry.close())
beforeEach(async () => {
  tenant = await registry.newTenant([...allRoles, ...platformRoles])
})

/** Rows of the tenant, `$1`, with ids `id` and times `at` one second after the other; answers the ids, oldest first. */
async function insert(into: string, values: string): Promise<readonly string[]> {
  const start = Date.UTC(2026, 0, 1)
  const ids = Array.from({ length: count }, (_, n) => newUuid(start + n * 1_000))
  await registry.store.pool.query(
    `insert into ${into} select ${values}
     from unnest($2::uuid[]) with ordinality as made(id, n), lateral (select now() - ($3::int - n) * interval '1 second' as at) as time`,
    [tenant.tenantId, ids, count],
  )
  return ids
}

async function page(path: string, query: Record<string, string>): Promise<Json> {
  const answer = await tenant.ask('GET', `/admin/v1/${path}?${new URLSearchParams(query)}`)
  expect(answer.status, await answer.clone().text()).toBe(200)
  return await json(answer)
}

/** The list by one answer after the other; `meanwhile` is called after the first. */
async function read(path: string, meanwhile = async (_: Json[]) => {}): Promise<Json[]> {
  const found: Json[] = []
  let query: Record<string, string> = { limit: '200' }
  for (;;) {
    const { value, next } = await page(path, query)
    found.push(...value)
    if (found.length === value.length) await meanwhile(value)
    if (next === null) return found
    query = { limit: '200', after: next }
  }
}

async function expectAll(path: string, ids: readonly string[]): Promise<void> {
  const first = await page(path, {})
  expect([first.value.length, first.next]).toEqual([500, expect.any(String)])
  const found = (await read(path)).map(({ id }) => id)
  expect(found).toHaveLength(count)
  expect(found.toSorted()).toEqual([...ids].toSorted())
}

const digest = `sha256(id::text::bytea)`

const tokens = () =>
  insert(
    'enrollment_token (tenant_id, token_id, token_digest, means, ownership, created_by, created_at, expires_at)',
    `$1::uuid, id, ${digest}, 'administrator', 'corporate', 'me', at, now() + interval '1 hour'`,
  )

test('enrollment tokens', async () => {
  const ids = await tokens()
  await expectAll('enrollment-tokens', ids)
  const [first] = await read('enrollment-tokens')
  expect(first.id).toBe(ids.at(-1))
})

test('a row that goes while the list is read takes none behind it along', async () => {
  await tokens()
  const found = await read('enrollment-tokens', async (shown) => {
    await registry.store.pool.query('delete from enrollment_token where token_id = $1', [
      shown.at(-1).id,
    ])
  })
  expect(new Set(found.map(({ id }) => id)).size).toBe(count)
})

test('transfers, and those whose dispute waits for the operator', async () => {
  const ids = await insert(
    'transfer (tenant_id, transfer_id, code_digest, anonymous, created_by, expires_at, state, decided_at, disputed_at)',
    `$1::uuid, id, ${digest}, false, 'me', now() + interval '1 day', 'completed', at, at`,
  )
  await expectAll('transfers', ids)
  await expectAll('transfers/disputed', ids)
})

test('disputes, of which the oldest can be contested', async () => {
  const ids = await insert(
    'dispute (tenant_id, dispute_id, device_id, claimant_tenant_id, serial_number, key_digest, hash, due_at)',
    `$1::uuid, id, gen_random_uuid(), gen_random_uuid(), n::text, ${digest}, '\\x00'::bytea, now() + interval '1 day'`,
  )
  await expectAll('disputes', ids)
  await expectAll('disputes/undecided', ids)
  await registry.store.pool.query(
    `insert into device (tenant_id, device_id, serial_number, directory_object_id, directory_device_id)
     select tenant_id, device_id, serial_number, gen_random_uuid(), gen_random_uuid() from dispute where dispute_id = $1`,
    [ids[0]],
  )
  const path = `/admin/v1/disputes/${ids[0]}/contest`
  expect((await tenant.ask('POST', path, { reason: 'Bought in May' })).status).toBe(204)
})

test('codes of the intake, of which the oldest can be withdrawn', async () => {
  const ids = await insert(
    'intake_code (tenant_id, code_id, code_digest, kind, label, created_by, created_at, expires_at)',
    `$1::uuid, id, ${digest}, 'key', '', 'me', at, now() + interval '1 day'`,
  )
  await expectAll('intake-codes', ids)
  expect((await tenant.ask('DELETE', `/admin/v1/intake-codes/${ids[0]}`)).status).toBe(204)
})

test('what was handed in: what waits comes first, however old it is', async () => {
  const ids = await insert(
    'intake_submission (tenant_id, submission_id, code_id, request_id, kind, serial_number, manufacturer, model, note, address, state, submitted_at, decided_at, expires_at)',
    `$1::uuid, id, $1::uuid, id, 'hash', n::text, '', '', '', '10.0.0.1', case when n = 1 then 'pending' else 'rejected' end, at,
     case when n = 1 then null else at end, now() + interval '1 day'`,
  )
  await expectAll('intake', ids)
  const [first, second] = await read('intake')
  expect([first.id, second.id]).toEqual([ids[0], ids.at(-1)])
})

test('resets of factors, by the tenant and by the operator', async () => {
  const ids = await insert(
    'factor_reset (tenant_id, reset_id, user_id, state, reason, asked_by, asked_at, expires_at)',
    `$1::uuid, id, gen_random_uuid(), 'asked', '', 'me', at, now() + interval '1 day'`,
  )
  await expectAll('factor-resets', ids)
  await expectAll(`tenants/${tenant.tenantId}/factor-resets`, ids)
})

test('what devices have proved of themselves', async () => {
  await insert(
    'ownership_check (tenant_id, key_digest, verdict, checked_at)',
    `$1::uuid, ${digest}, 'free', at`,
  )
  const found = await read('ownership-checks')
  expect(new Set(found.map(({ keyDigest }) => keyDigest)).size).toBe(count)
  expect(found).toHaveLength(count)
})

test('notices about factors', async () => {
  const ids = await insert(
    'factor_notice (tenant_id, notice_id, user_id, name, at, for_owner, for_administrators)',
    `$1::uuid, id, gen_random_uuid(), 'reset-asked', at, true, true`,
  )
  await expectAll('notices', ids)
})
