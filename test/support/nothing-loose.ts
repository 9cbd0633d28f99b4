/** Whether all that the store knows of devices hangs together. */
import { expect } from 'vitest'
import type { Store } from '../../src/storage/sql/store.ts'

/** Devices, records, holders and stored hashes belong together, without exception. */
export async function expectNothingLoose({ pool }: Pick<Store, 'pool'>): Promise<void> {
  const loose = await pool.query(`
    select 'holder' as what, t.token as id from identity_token t, generate_series(1, cardinality(holders), 2) as n
      where not exists (select from device_identity i
        where i.tenant_id = holders[n] and i.device_id = holders[n + 1] and t.token = any(i.tokens))
    union all select 'token', token from device_identity i, unnest(tokens) as token
      where not exists (select from identity_token t where t.token = token and i.device_id = any(t.holders))
    union all select 'record', device_id from device_identity i
      where not exists (select from device d where d.device_id = i.device_id)
    union all select 'history', hash_id from device_hash h
      where not exists (select from device d where d.device_id = h.device_id)
    union all select 'hash', hash_id from hardware_hash h
      where not exists (select from device_hash d where d.hash_id = h.hash_id)`)
  expect(loose.rows).toEqual([])
}
