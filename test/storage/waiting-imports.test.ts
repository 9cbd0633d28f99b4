/** However many imports wait, the next one is found by reading few of them, and tenants take turns. */
import { describe, expect, test } from 'vitest'
import type { TenantId } from '../../src/core/ids.ts'
import { emptyRow } from '../../src/core/imports/imported-device.ts'
import { newUuid } from '../../src/core/uuid.ts'
import { importQueueIn } from '../../src/storage/imports/import-queue.ts'
import { explained, type Statement } from '../support/databases/explained.ts'
import { tapped } from '../support/databases/tapped.ts'
import { importsOn, wrap } from '../support/imports.ts'
import { backends } from '../support/postgres.ts'
import { storeOn } from '../support/store.ts'

describe.each(backends)('imports that wait on $name', (backend) => {
  const store = storeOn(backend)
  const { accept, newTenant } = importsOn(store)

  /** Of an import of each tenant, as many more as are asked for wait. */
  async function waiting(tenantId: TenantId, imports: number): Promise<void> {
    await accept(tenantId, [emptyRow])
    await store.pool.query(
      `insert into import_work (import_id, tenant_id, last_row, run_at)
       select gen_random_uuid(), $1, 1, to_timestamp(0) from generate_series(1, $2)`,
      [tenantId, imports],
    )
  }

  test('the rows that are read do not grow with them', async () => {
    const tenants = [await newTenant(), await newTenant(), await newTenant()]
    for (const tenant of tenants) await waiting(tenant, 4_000)
    await store.pool.query('analyze import_work')
    const queue = importQueueIn(store, wrap)
    const order: TenantId[] = []
    const read: number[] = []
    for (let n = 0; n < 7; n++) {
      const asked: Statement[] = []
      await tapped(
        store,
        ([statement]) => {
          const { text = '', values = [] } = statement as Partial<Statement>
          if (/from import_work\b/.test(text) && /skip locked/.test(text))
            asked.push({ text, values })
        },
        () =>
          queue.withNextSlice(async ({ tenantId }) => {
            order.push(tenantId)
          }),
      )
      for (const statement of asked) read.push((await explained(store.pool, statement)).rows)
    }
    expect(order).toEqual(tenants)
    expect(read.length).toBeGreaterThanOrEqual(7)
    expect(Math.max(...read)).toBeLessThanOrEqual(10)
  })

  test('a queue of its own is empty after all', async () => {
    await store.pool.query('delete from import_work')
    const queue = importQueueIn(store, wrap)
    const last = newUuid() as TenantId
    await store.pool.query(
      `insert into import_work (import_id, tenant_id, last_row, run_at) values (gen_random_uuid(), $1, 1, to_timestamp(0))`,
      [last],
    )
    expect(await queue.withNextSlice(async () => undefined)).toBe(true)
    expect(await queue.withNextSlice(async () => undefined)).toBe(false)
  })
})
