/** Counts that are kept are those of the tables, whatever happens to devices, in whatever order and at the same time. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TenantId } from '../../src/core/ids.ts'
import { newUuid } from '../../src/core/uuid.ts'
import { deviceListIn } from '../../src/storage/devices/device-list.ts'
import { refreshStatistics } from '../../src/storage/upkeep/statistics.ts'
import { verifyStore } from '../../src/storage/upkeep/verify-store.ts'
import { eventually } from '../support/eventually.ts'
import { backends } from '../support/postgres.ts'
import { storeOn } from '../support/store.ts'
import { insertDevices, rows } from './arbitrary-devices.ts'

const change = fc.record({
  kind: fc.constantFrom(
    'add' as const,
    'tag' as const,
    'state' as const,
    'touch' as const,
    'attribute' as const,
    'remove' as const,
  ),
  some: rows,
  tag: fc.constantFrom(null, 'a', 'A', 'b'),
  share: fc.nat({ max: 3 }),
})
/** Checks of what triggers keep. */
const kept = ['devices-miscounted', 'ids-miscounted', 'refusal-unlisted', 'attribute-unlisted']
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

describe.each(backends)('kept counts on $name', (backend) => {
  const store = storeOn(backend)

  async function apply(tenantId: string, { kind, some, tag, share }: Change): Promise<void> {
    if (kind === 'add') {
      await insertDevices(store.pool, tenantId, some)
      return
    }
    const attributes =
      tag === null ? {} : { extensionAttribute1: tag, [`extensionAttribute${share + 2}`]: 'same' }
    const chosen = `where tenant_id = $1 and hashtext(device_id::text) % 4 = $2`
    const statements = {
      tag: [`update device set group_tag = $3 ${chosen}`, [tenantId, share, tag]],
      state: [`update device set enrollment_state = 'enrolled' ${chosen}`, [tenantId, share]],
      touch: [`update device set last_contacted_at = now() ${chosen}`, [tenantId, share]],
      attribute: [
        `update device set directory_attributes = $3::jsonb ${chosen}`,
        [tenantId, share, attributes],
      ],
      remove: [`delete from device ${chosen}`, [tenantId, share]],
    } as const
    await store.transaction(async ({ client }) => {
      await client.query(statements[kind][0], [...statements[kind][1]])
    })
  }

  async function miscounted(): Promise<unknown> {
    return await store.transaction(async ({ client }) => {
      const found = await verifyStore(client)
      return found.filter(({ check, count }) => count > 0 && kept.includes(check))
    })
  }

  test('changes that come at the same time are all counted', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(change, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
        async (rounds) => {
          const tenantId = newUuid() as TenantId
          for (const round of rounds) await Promise.all(round.map((each) => apply(tenantId, each)))
          expect(await miscounted()).toEqual([])
          const { rows: days } = await store.pool.query(
            `select sum(devices)::int as devices, (select count(*)::int from device where tenant_id = $1) as counted
             from device_tally where tenant_id = $1 and day is not null`,
            [tenantId],
          )
          expect(days[0].devices ?? 0).toBe(days[0].counted)
        },
      ),
      { numRuns: 30 },
    )
  })

  test('a change that is undone is not counted', async () => {
    const tenantId = newUuid() as TenantId
    const list = deviceListIn(store)
    const undone = store.transaction(async ({ client }) => {
      await client.query(
        `insert into device (tenant_id, device_id, serial_number, directory_object_id, directory_device_id)
         values ($1, gen_random_uuid(), 'A', gen_random_uuid(), gen_random_uuid())`,
        [tenantId],
      )
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await list.count(tenantId, undefined)).toBe(0)
  })

  test('refused rows are listed while they are refused', async () => {
    const [tenantId, importId] = [newUuid(), newUuid()]
    await store.pool.query(
      `insert into import_row (import_id, row_number, tenant_id, has_hash, status, refusal, decided_at)
       select $2, n, $1, true, 'error', 'InvalidZtdHardwareHash', now() from generate_series(1, 4) as n`,
      [tenantId, importId],
    )
    const listed = async () =>
      (
        await store.pool.query(
          'select row_number from refused_row where import_id = $1 order by 1',
          [importId],
        )
      ).rows.map(({ row_number }) => row_number)
    expect(await listed()).toEqual([1, 2, 3, 4])
    await store.pool.query(
      `update import_row set status = 'complete', refusal = null, device_id = gen_random_uuid()
       where import_id = $1 and row_number = 2`,
      [importId],
    )
    await store.pool.query(
      `update import_row set refusal = 'ConsentRevoked' where import_id = $1 and row_number = 3`,
      [importId],
    )
    await store.pool.query('delete from import_row where import_id = $1 and row_number = 4', [
      importId,
    ])
    expect(await listed()).toEqual([1, 3])
    expect(await miscounted()).toEqual([])
  })

  test('tables are analyzed once they have grown, and only then', async () => {
    const tenantId = newUuid()
    // PostgreSQL would come to it by itself some day.
    await store.pool.query('alter table directory_user set (autovacuum_enabled = false)')
    await store.pool.query('analyze')
    await store.pool.query(
      `insert into directory_user (tenant_id, user_id, user_principal_name, display_name)
       select $1, gen_random_uuid(), 'user' || n || '@a.test', 'User' from generate_series(1, 3000) as n`,
      [tenantId],
    )
    const estimated = async () => {
      const { rows: found } = await store.pool.query(
        `select reltuples::int as rows from pg_class where relname = 'directory_user'`,
      )
      return found[0].rows
    }
    expect(await estimated()).toBeLessThan(3000)
    // What a connection has changed is known to others a moment after its transaction.
    await eventually(async () =>
      expect(await refreshStatistics(store.pool)).toContain('directory_user'),
    )
    expect(await estimated()).toBe(3000)
    await eventually(async () =>
      expect(await refreshStatistics(store.pool)).not.toContain('directory_user'),
    )
  })
})
