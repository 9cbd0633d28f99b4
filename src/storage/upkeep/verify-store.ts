/**
 * Whether the stored data is consistent: devices and their identities, tokens and their holders, hashes and their
 * owners. Everything is recounted from the tables; no kept count is trusted.
 */
import type { Queryable } from '../sql/queryable.ts'

export type StoreFinding = {
  /** Stable, for programs. */
  readonly check: string
  /** What would be wrong, as a sentence. */
  readonly sentence: string
  readonly count: number
  /** A few examples. */
  readonly examples: readonly string[]
}

const identified = `(select tenant_id, device_id, token, true as is_named from device_identity, unnest(tokens) as token)`
const held = `(select token, holders[2 * place - 1] as tenant_id, holders[2 * place] as device_id, true as is_held
  from identity_token, generate_series(1, cardinality(holders) / 2) as place)`
const name = (table: string) => `${table}.tenant_id || '/' || ${table}.device_id`
const reservedOf = (
  table: string,
) => `select from deleted_device as deleted where deleted.state = 'reserved'
  and deleted.tenant_id = ${table}.tenant_id and deleted.device_id = ${table}.device_id`
/** A hash has the id of its receipt: the import's, with the row number in the last eight digits. */
const rowOf = (
  row: string,
) => `${row}.import_id = (left(hash.hash_id::text, 28) || '00000000')::uuid
  and ${row}.row_number = ('x' || right(hash.hash_id::text, 8))::bit(32)::int`

type Check = { readonly check: string; readonly sentence: string; readonly faults: string }

const checks: readonly Check[] = [
  {
    check: 'device-without-tenant',
    sentence: 'Devices whose tenant does not exist.',
    faults: `select ${name('device')} as fault from device
      where not exists (select from tenant where tenant.tenant_id = device.tenant_id)`,
  },
  {
    check: 'device-without-identity',
    sentence: 'Devices with a hash, but without a record to recognize them by.',
    faults: `select ${name('device')} as fault from device
      where exists (select from device_hash where device_hash.tenant_id = device.tenant_id and device_hash.device_id = device.device_id)
        and not exists (select from device_identity as identity where identity.tenant_id = device.tenant_id and identity.device_id = device.device_id)`,
  },
  {
    check: 'identity-without-device',
    sentence: 'Records of devices that are not registered.',
    faults: `select ${name('identity')} as fault from device_identity as identity
      where not exists (select from device where device.tenant_id = identity.tenant_id and device.device_id = identity.device_id)
        and not exists (${reservedOf('identity')})`,
  },
  {
    check: 'reserved-and-registered',
    sentence: 'Deleted devices that are reserved although they are registered.',
    faults: `select ${name('deleted')} as fault from deleted_device as deleted
      where deleted.state = 'reserved' and exists (select from device
        where device.tenant_id = deleted.tenant_id and device.device_id = deleted.device_id)`,
  },
  {
    check: 'token-without-holder',
    sentence: 'Identifiers of a device that do not lead to it.',
    faults: `select ${name('named')} || ' ' || named.token as fault from ${identified} as named
      left join ${held} as held using (token, tenant_id, device_id) where held.is_held is null`,
  },
  {
    check: 'holder-without-token',
    sentence: 'Identifiers that lead to a device which does not have them.',
    faults: `select ${name('held')} || ' ' || held.token as fault from ${held} as held
      left join ${identified} as named using (token, tenant_id, device_id) where named.is_named is null`,
  },
  {
    check: 'holders-malformed',
    sentence: 'Lists of holders that are empty, cut off, or name a device twice.',
    faults: `select identity_token.token::text as fault from identity_token
      where cardinality(holders) % 2 <> 0 or (cardinality(holders) = 0 and crowded is null)
        or (select count(distinct device_id) from ${held} as held where held.token = identity_token.token) <> cardinality(holders) / 2`,
  },
  {
    check: 'hash-missing',
    sentence: 'Hashes in the history of a device that are not stored.',
    faults: `select ${name('device_hash')} || ' ' || device_hash.hash_id as fault from device_hash
      where not exists (select from hardware_hash where hardware_hash.tenant_id = device_hash.tenant_id and hardware_hash.hash_id = device_hash.hash_id)`,
  },
  {
    check: 'history-without-device',
    sentence: 'Histories of devices that are not registered.',
    faults: `select ${name('device_hash')} as fault from device_hash
      where not exists (select from device where device.tenant_id = device_hash.tenant_id and device.device_id = device_hash.device_id)
        and not exists (${reservedOf('device_hash')})`,
  },
  {
    check: 'hash-orphaned',
    sentence: 'Stored hashes that belong to no device, no open import and no open conflict.',
    faults: `select hash.tenant_id || '/' || hash.hash_id as fault
      from (select tenant_id, hash_id from hardware_hash where not exists (select from device_hash
        where device_hash.tenant_id = hardware_hash.tenant_id and device_hash.hash_id = hardware_hash.hash_id)) as hash
      left join import_row on import_row.status = 'undecided' and ${rowOf('import_row')}
      left join identity_conflict as conflict on conflict.tenant_id = hash.tenant_id and conflict.state = 'open'
        and conflict.device_id is null and ${rowOf('conflict')}
      where import_row.import_id is null and conflict.conflict_id is null`,
  },
  {
    check: 'row-forgotten',
    sentence: 'Rows of imports that nobody will decide about.',
    faults: `select import_row.import_id || '/' || import_row.row_number as fault from import_row
      where import_row.status = 'undecided' and not exists (select from import_work
        where import_work.import_id = import_row.import_id and import_row.row_number between import_work.next_row and import_work.last_row)`,
  },
  {
    check: 'devices-miscounted',
    sentence: 'Kept counts of devices that are not how many there are.',
    faults: `select tenant_id || '/' || model as fault
      from (select tenant_id, coalesce(group_tag, '') as tag, coalesce(manufacturer, '') as maker,
          coalesce(model, '') as model, enrollment_state as state, count(*) as devices from device group by 1, 2, 3, 4, 5) as counted
        full join (select tenant_id, group_tag as tag, manufacturer as maker, model, enrollment_state as state,
          sum(devices) as devices from device_tally where day is null group by 1, 2, 3, 4, 5 having sum(devices) <> 0) as kept
        using (tenant_id, tag, maker, model, state)
      where counted.devices is distinct from kept.devices`,
  },
  {
    check: 'ids-miscounted',
    sentence: 'Kept counts of devices by their ids that are not how many there are.',
    faults: `select tenant_id || '/' || ids as fault
      from (select tenant_id, level, left(device_id::text, level) as ids, count(*) as devices
          from device, unnest(array[5, 7, 10]) as level group by 1, 2, 3) as counted
        full join (select tenant_id, level, ids, sum(devices) as devices from device_span
          group by 1, 2, 3 having sum(devices) <> 0) as kept using (tenant_id, level, ids)
      where counted.devices is distinct from kept.devices`,
  },
  {
    check: 'attribute-unlisted',
    sentence: 'Attributes of devices that lists by attribute do not have, or the other way round.',
    faults: `select tenant_id || '/' || device_id as fault
      from device_attribute as kept
      full join (select distinct tenant_id, device_id, hashtextextended(lower(key || E'\\n' || value), 0) as attribute
        from device, jsonb_each_text(directory_attributes) where value is not null) as given using (tenant_id, device_id, attribute)
      where kept.tenant_id is null or given.tenant_id is null`,
  },
  {
    check: 'refusal-unlisted',
    sentence:
      'Refused rows of imports that lists of refused rows do not have, or the other way round.',
    faults: `select import_id || '/' || row_number as fault from refused_row
      full join (select import_id, row_number, refusal from import_row where status = 'error') as refused using (import_id, row_number)
      where refused_row.refused_for is distinct from refused.refusal`,
  },
]

/** One finding per check, even if nothing is wrong (count 0). The transaction of `client` must be a snapshot. */
export async function verifyStore(client: Queryable): Promise<readonly StoreFinding[]> {
  const findings: StoreFinding[] = []
  for (const { check, sentence, faults } of checks) {
    const { rows } = await client.query<{ count: string; examples: string[] | null }>(
      `select count(*) as count, (array_agg(fault order by fault))[1:3] as examples from (${faults}) as found`,
    )
    const [row] = rows
    findings.push({
      check,
      sentence,
      count: Number(row?.count ?? 0),
      examples: row?.examples ?? [],
    })
  }
  return findings
}
