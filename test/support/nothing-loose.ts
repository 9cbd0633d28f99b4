/** Whether all that the store knows of devices hangs together. */
import { expect } from 'vitest'
import type { Store } from '../../src/storage/sql/store.ts'

/** Devices, records, holders and stored hashes belong together, without exception. */
export async function expectNothingLoose({ pool }: Pick<Store, 'pool'>): Promise<void> {
  const loose = await pool.query(`
    select 'holder' as what, identity_token.token as id from identity_token, generate_series(1, cardinality(holders), 2) as slot
      where not exists (select from device_identity as identity
        where identity.tenant_id = holders[slot] and identity.device_id = holders[slot + 1] and identity_token.token = any(identity.tokens))
    union all select 'token', named.token from device_identity as identity, unnest(tokens) as named(token)
      where not exists (select from identity_token where identity_token.token = named.token and identity.device_id = any(identity_token.holders))
    union all select 'record', device_id from device_identity as identity
      where not exists (select from device where device.device_id = identity.device_id
        union all select from deleted_device as deleted where deleted.device_id = identity.device_id and deleted.state = 'reserved')
    union all select 'history', hash_id from device_hash as hash
      where not exists (select from device where device.device_id = hash.device_id
        union all select from deleted_device as deleted where deleted.device_id = hash.device_id and deleted.state = 'reserved')
    union all select 'hash', hash_id from hardware_hash as hash
      where not exists (select from device_hash where device_hash.hash_id = hash.hash_id)`)
  expect(loose.rows).toEqual([])
}
