/** Nothing grows without end but what is meant to: what is of no use goes, and every other table has its reason. */
import { describe, expect, test } from 'vitest'
import type { TenantId } from '../../src/core/ids.ts'
import { removeLeftovers } from '../../src/core/upkeep/leftovers.ts'
import { newUuid } from '../../src/core/uuid.ts'
import { lockingRules, passwordRule } from '../../src/identity-provider/core/attempts.ts'
import { attemptsIn } from '../../src/identity-provider/storage/attempts.ts'
import { openStore } from '../../src/storage/sql/database.ts'
import { migrate } from '../../src/storage/sql/migrate.ts'
import { leftoversIn } from '../../src/storage/upkeep/leftovers.ts'
import { backends, cloneDatabase, localBackend } from '../support/postgres.ts'
import { storeOn } from '../support/store.ts'
import { startTaxiwayProcess } from '../support/taxiway-process.ts'
import { reasons, swept } from './growth-of-tables.ts'

const lockingAttempts = lockingRules.map(({ kind }) => kind)

describe.each(backends)('leftovers on $name', (backend) => {
  const store = storeOn(backend)
  const leftovers = () => leftoversIn(store, { listLag: 1_800, lockingAttempts })
  const tenantId = newUuid() as TenantId

  test('every table is thought of', async () => {
    const { rows } = await store.pool.query<{ name: string }>(
      `select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace`,
    )
    const known = [...swept, ...Object.values(reasons).flat()]
    expect(rows.map(({ name }) => name).toSorted()).toEqual(known.toSorted())
  })

  test.each([
    [
      'outbox_event',
      `insert into outbox_event (tenant_id, event_id, kind, subjects, created_at)
       select $1, (lpad((1000 - day)::text, 8, '0') || '-0000-7000-8000-000000000000')::uuid,
         'device.registered', '{}', now() - make_interval(days => day)
       from unnest(array[0, 29, 31, 400]) as day`,
      3,
    ],
    [
      'cross_tenant_disclosure',
      `insert into cross_tenant_disclosure (tenant_id, day, disclosures)
       select $1, (now() at time zone 'UTC')::date - ago, 1 from unnest(array[0, 1, 2, 3, 400]) as ago`,
      2,
    ],
    [
      'disclosure_notice',
      `insert into disclosure_notice (tenant_id, kind, subject_id, day, notified_at)
       select $1, 'submitted-elsewhere', gen_random_uuid(), (now() at time zone 'UTC')::date - ago, notified
       from unnest(array[0, 1, 2, 400]) as ago, unnest(array[now(), null]) as notified`,
      6,
    ],
    [
      'kept_answer',
      `insert into kept_answer (tenant_id, key_digest, answer, expires_at)
       select $1, int4send(hours), '', now() + make_interval(hours => hours) from unnest(array[-400, -1, 1, 24]) as hours`,
      2,
    ],
    [
      'request_budget',
      `insert into request_budget (tenant_id, budget, window_start, used)
       select $1, hours::text, now() - make_interval(hours => hours), 1 from unnest(array[0, 23, 25, 900]) as hours`,
      2,
    ],
    [
      'removed_device',
      `insert into removed_device (tenant_id, device_id, device, removed_at)
       select $1, gen_random_uuid(), '{}', now() - make_interval(mins => minutes)
       from unnest(array[0, 29, 31, 4000]) as minutes`,
      2,
    ],
    [
      'factor_notice',
      `insert into factor_notice (tenant_id, notice_id, user_id, name, for_owner, for_administrators, at)
       select $1, gen_random_uuid(), $1, 'passkey-added', true, true, now() - make_interval(days => day)
       from unnest(array[0, 89, 91, 400]) as day`,
      2,
    ],
    [
      'factor_reset',
      `insert into factor_reset (tenant_id, reset_id, user_id, state, reason, asked_by, asked_at, expires_at)
       select $1, gen_random_uuid(), $1, 'asked', 'lost', 'user:', now() - make_interval(days => day), now()
       from unnest(array[0, 89, 91, 400]) as day`,
      2,
    ],
    [
      'sign_in',
      `insert into sign_in (tenant_id, grant_digest, user_id, application_id, used_at, address, user_agent)
       select $1, int4send(day), $1, $1, now() - make_interval(days => day), '', ''
       from unnest(array[0, 90, 92, 400]) as day`,
      2,
    ],
    [
      'attempt',
      `insert into attempt (tenant_id, kind, subject_digest, used, failures, window_ends_at)
       select $1, kind, int4send(hours), 1, 1, now() - make_interval(hours => hours)
       from unnest(array[-1, 1, 167, 169]) as hours, unnest(array['password', 'address']) as kind`,
      4,
    ],
  ])('%s keeps what is of use', async (table, insert, kept) => {
    await store.pool.query(insert, [tenantId])
    await removeLeftovers(leftovers())
    const { rows } = await store.pool.query(`select count(*)::int as rows from ${table}`)
    expect(rows).toEqual([{ rows: kept }])
  })

  test('it goes in small steps, until nothing is left', async () => {
    await store.pool.query(
      `insert into cross_tenant_disclosure (tenant_id, day, disclosures)
       select gen_random_uuid(), '2020-01-01', 1 from generate_series(1, 2500)`,
    )
    const steps: number[] = []
    await removeLeftovers({
      async sweep(rowsAtOnce) {
        const removed = await leftovers().sweep(rowsAtOnce)
        steps.push(removed)
        return removed
      },
    })
    expect(steps).toEqual([1000, 1000, 500])
  })

  test('a locked account stays locked for a week after its window', async () => {
    const attempts = attemptsIn(store)
    const tries = async () => {
      let allowed = 0
      while ((await attempts.take(tenantId, passwordRule, 'ada')).allowed) allowed++
      return allowed
    }
    const endWindow = (days: number) =>
      store.pool.query(
        `update attempt set window_ends_at = now() - make_interval(days => $1) where tenant_id = $2`,
        [days, tenantId],
      )
    await store.pool.query('delete from attempt')
    expect(await tries()).toBe(10)
    for (const [days, allowed] of [
      [6, 1],
      [6, 1],
      [8, 10],
    ] as const) {
      await endWindow(days)
      await removeLeftovers(leftovers())
      expect(await tries()).toBe(allowed)
    }
  })
})

test('a server sees to it by itself', async () => {
  const database = await cloneDatabase(localBackend, migrate)
  const store = openStore(database)
  const left = async () => (await store.pool.query('select from cross_tenant_disclosure')).rowCount
  await store.pool.query(
    `insert into cross_tenant_disclosure (tenant_id, day, disclosures) values (gen_random_uuid(), '2020-01-01', 1)`,
  )
  const server = await startTaxiwayProcess({
    env: { TAXIWAY_DATABASE_URL: database.connectionString },
  })
  while ((await left()) !== 0);
  await server.dispose()
  await store.close()
  await database.drop()
})
