/** Long lists that are read by `$skip`, while devices go: what a reader goes on with, and what one who begins anew sees. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fillRegistry } from '../support/databases/fill-registry.ts'
import { type Client, openRegistry } from '../support/registry.ts'

const devices = 3_000
const top = 500
const path = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'
const starts = Array.from({ length: devices / top }, (_, n) => n * top)

let registry: Awaited<ReturnType<typeof openRegistry>>
let tenant: Client

beforeAll(async () => {
  registry = await openRegistry()
  tenant = await registry.newTenant()
  await fillRegistry(registry.store.pool, { tenantId: tenant.tenantId, from: 0, to: devices })
})
afterAll(() => registry.close())

async function page(skip: number): Promise<readonly string[]> {
  const answer = await tenant.ask('GET', `${path}?$top=${top}&$skip=${skip}`)
  const { value } = (await answer.json()) as { value: { id: string }[] }
  return value.map(({ id }) => id)
}

async function all(): Promise<readonly string[]> {
  const { rows } = await registry.store.pool.query<{ device_id: string }>(
    'select device_id from device where tenant_id = $1 order by device_id',
    [tenant.tenantId],
  )
  return rows.map(({ device_id }) => device_id)
}

async function removeFirst(count: number): Promise<void> {
  await registry.store.pool.query('delete from device where device_id = any($1)', [
    (await all()).slice(0, count),
  ])
}

test('a reader that goes on misses and repeats nothing, though devices before its page are gone', async () => {
  const before = await all()
  const seen: string[] = []
  for (const skip of starts) {
    seen.push(...(await page(skip)))
    if (skip === 3 * top) await removeFirst(40)
  }
  expect(seen).toEqual(before)
})

test('a reader that begins anew gets what is there now, page after page or side by side', async () => {
  // Left in the middle.
  for (const skip of starts.slice(0, 4)) await page(skip)
  await removeFirst(40)
  const sideBySide = await Promise.all(starts.map(page))
  expect(sideBySide.flat()).toEqual(await all())
  for (const skip of starts.slice(0, 4)) await page(skip)
  await removeFirst(40)
  const inTurn: string[] = []
  for (const skip of starts) inTurn.push(...(await page(skip)))
  expect(inTurn).toEqual(await all())
})
