/** Of several servers each decides first what it has accepted, whose hashes it has examined; none is left to wait for ever. */
import { describe, expect, test } from 'vitest'
import type { TenantId } from '../../src/core/ids.ts'
import { emptyRow } from '../../src/core/imports/imported-device.ts'
import { importQueueIn } from '../../src/storage/imports/import-queue.ts'
import { recentHashes } from '../../src/storage/imports/recent-hashes.ts'
import { bytesOf, hashFixture } from '../support/hardware-hashes.ts'
import { importsOn, wrap } from '../support/imports.ts'
import { backends } from '../support/postgres.ts'
import { storeOn } from '../support/store.ts'

describe.each(backends)('imports on $name', (backend) => {
  const store = storeOn(backend)
  const recent = recentHashes()
  const other = importsOn(store)
  const own = importsOn(store, recent)
  const rows = [{ ...emptyRow, hardwareHash: bytesOf(hashFixture(1)) }]

  /** Which tenant the import is of that a server decides next. */
  async function next(queue = importQueueIn(store, wrap, recent)): Promise<TenantId | undefined> {
    let decided: TenantId | undefined
    await queue.withNextSlice(async ({ tenantId }) => {
      decided = tenantId
    })
    return decided
  }

  test('a server decides first what it has accepted', async () => {
    const [first, second] = [await other.newTenant(), await other.newTenant()]
    await other.accept(first, rows)
    await own.accept(second, rows)
    expect([await next(), await next(), await next()]).toEqual([second, first, undefined])
  })

  test.each([
    ['its own', own],
    ['those of other servers', other],
  ])('of %s it decides those of all tenants in turn', async (_, { accept, newTenant }) => {
    const [many, one] = [await newTenant(), await newTenant()]
    for (let n = 0; n < 5; n++) await accept(many, rows)
    await accept(one, rows)
    const queue = importQueueIn(store, wrap, recent)
    const order: (TenantId | undefined)[] = []
    for (let n = 0; n < 6; n++) order.push(await next(queue))
    expect(order).toEqual([many, one, many, many, many, many])
  })

  test('at every tenth turn it takes what has waited longest', async () => {
    const [first, second] = [await other.newTenant(), await other.newTenant()]
    await other.accept(first, rows)
    for (let n = 0; n < 12; n++) await own.accept(second, rows)
    const queue = importQueueIn(store, wrap, recent)
    const order: (TenantId | undefined)[] = []
    for (let n = 0; n < 13; n++) order.push(await next(queue))
    expect(order.indexOf(first)).toBe(9)
  })
})
