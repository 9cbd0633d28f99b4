/** What a filter means in memory, it means in SQL. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deviceMatches } from '../../src/core/devices/device-fields.ts'
import type { TenantId } from '../../src/core/ids.ts'
import { newUuid } from '../../src/core/uuid.ts'
import { devicesIn } from '../../src/storage/devices/devices.ts'
import { backends } from '../support/postgres.ts'
import { storeOn } from '../support/store.ts'
import { filters, insertDevices, rows } from './arbitrary-devices.ts'

const ties = { groupIds: [], givenProfileId: null }

describe.each(backends)('filters on $name', (backend) => {
  const store = storeOn(backend)

  test('a filter finds the same devices by SQL as in memory, and counts them', async () => {
    const devices = devicesIn(store)
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.array(filters, { minLength: 1, maxLength: 8 }),
        async (some, asked) => {
          const tenantId = newUuid() as TenantId
          await insertDevices(store.pool, tenantId, some)
          const all = await devices.list(tenantId, { page: { limit: 100 } })
          for (const filter of asked) {
            const page = { limit: 100 }
            const found = await devices.list(tenantId, { filter, page, count: true })
            const wanted = all.rows.filter((device) => deviceMatches(filter, device, ties))
            expect(found.rows.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id))
            expect(found.total).toBe(wanted.length)
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test('members of groups are found by SQL as by name', async () => {
    const tenantId = newUuid() as TenantId
    const devices = devicesIn(store)
    const row = {
      serial: 'A',
      tag: null,
      order: null,
      name: null,
      model: null,
      contacted: null,
      state: 'unknown',
    }
    await insertDevices(store.pool, tenantId, [row, { ...row, serial: 'B' }])
    const [first] = (await devices.list(tenantId, { page: { limit: 1 } })).rows
    const groupId = newUuid()
    await store.pool.query(
      'insert into group_member (tenant_id, group_id, member_id) values ($1, $2, $3)',
      [tenantId, groupId, first?.directoryObjectId],
    )
    const filter = { kind: 'any', field: 'groupIds', op: 'eq', value: groupId } as const
    const found = await devices.list(tenantId, { filter, page: { limit: 10 } })
    expect(found.rows.map(({ id }) => id)).toEqual([first?.id])
  })
})
