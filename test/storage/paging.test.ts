/** Pages hold still: whatever is inserted and deleted between them, a device that stays is met once. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DeviceField } from '../../src/core/devices/device-field.ts'
import { DomainError } from '../../src/core/errors.ts'
import type { DeviceId, TenantId } from '../../src/core/ids.ts'
import type { Order } from '../../src/core/query.ts'
import { newUuid } from '../../src/core/uuid.ts'
import { devicesIn } from '../../src/storage/devices/devices.ts'
import { backends } from '../support/postgres.ts'
import { storeOn } from '../support/store.ts'
import { insertDevices, orders, type Row, rows } from './arbitrary-devices.ts'

describe.each(backends)('pages on $name', (backend) => {
  const store = storeOn(backend)

  test('each row that stays is met exactly once, in order, while others come and go', async () => {
    const limits = fc.integer({ min: 1, max: 4 })
    const journey = fc.record({ before: rows, between: rows, order: orders, limit: limits })
    await fc.assert(fc.asyncProperty(journey, walkAndCheck), { numRuns: 60 })
  })

  type Journey = {
    readonly before: readonly Row[]
    readonly between: readonly Row[]
    readonly order: readonly Order<DeviceField>[]
    readonly limit: number
  }

  async function walkAndCheck({ before, between, order, limit }: Journey): Promise<void> {
    const devices = devicesIn(store)
    const tenantId = newUuid() as TenantId
    const ids = await insertDevices(store.pool, tenantId, before)
    const doomed = ids.filter((_, i) => i % 3 === 1)
    const seen: string[] = []
    const read = async (after: string | undefined) => {
      const page = { limit, ...(after !== undefined && { after }) }
      const found = await devices.list(tenantId, { order, page })
      seen.push(...found.rows.map(({ id }) => id))
      return found.next
    }

    let after = await read(undefined)
    await insertDevices(store.pool, tenantId, between)
    for (const id of doomed) await devices.remove(tenantId, [id as DeviceId])
    while (after !== undefined) after = await read(after)

    const whole = await devices.list(tenantId, { order, page: { limit: 100 } })
    const inOrder = whole.rows.map(({ id }): string => id)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toEqual(expect.arrayContaining(ids.filter((id) => !doomed.includes(id))))
    expect(seen.filter((id) => inOrder.includes(id))).toEqual(
      inOrder.filter((id) => seen.includes(id)),
    )
  }

  test('a token that was made up is refused, whatever is in it', async () => {
    const devices = devicesIn(store)
    const tenantId = newUuid() as TenantId
    await insertDevices(store.pool, tenantId, [
      {
        serial: 'A',
        tag: null,
        order: null,
        name: null,
        model: null,
        contacted: null,
        state: 'unknown',
      },
    ])
    const tokens = fc.oneof(
      fc.string(),
      fc.json(),
      fc.array(fc.string(), { maxLength: 3 }).map((each) => JSON.stringify(each)),
      fc.constantFrom('["2020-02-31 00:00:00+00","018f0000-0000-7000-8000-000000000000"]'),
    )
    await fc.assert(
      fc.asyncProperty(tokens, orders, async (after, order) => {
        await devices
          .list(tenantId, { order, page: { limit: 1, after } })
          .catch((error: unknown) => expect(error).toBeInstanceOf(DomainError))
      }),
      { numRuns: 100 },
    )
  })
})
