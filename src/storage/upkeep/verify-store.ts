/**
 * Whether the stored data is consistent: devices and their identities, tokens and their holders, hashes and their
 * owners. Everything is recounted from the tables; no stored count is trusted.
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

const identified = `(select tenant_id, device_id, token from device_identity, unnest(tokens) as token)`
const held = `(select token, holders[2 * n - 1] as tenant_id, holders[2 * n] as device_id
  from identity_token, generate_series(1, cardinality(holders) / 2) as n)`
const name = (table: string) => `${table}.tenant_id || '/' || ${table}.device_id`
/** A hash has the id of its receipt: the import's, with the row number in the last eight digits. */
const rowOf = (row: string) => `${row}.import_id = (left(h.hash_id::text, 28) || '00000000')::uuid
  and ${row}.row_number = ('x' || right(h.hash_id::text, 8))::bit(32)::int`

type Check = { readonly check: string; readonly sentence: string; readonly faults: string }

const checks: readonly Check[] = [
  {
    check: 'device-without-tenant',
    sentence: 'Devices whose tenant does not exist.',
    faults: `select ${name('d')} as fault from device d
      where not exists (select from tenant t where t.tenant_id = d.tenant_id)`,
  },
  {
    check: 'device-without-identity',
    sentence: 'Devices with a hash, but without a record to recognise them by.',
    faults: `select ${name('d')} as fault from device d
      where exists (select from device_hash h where h.tenant_id = d.tenant_id and h.device_id = d.device_id)
        and not exists (select from device_identity i where i.tenant_id = d.tenant_id and i.device_id = d.device_id)`,
  },
  {
    check: 'identity-without-device',
    sentence: 'Records of devices that are not registered.',
    faults: `select ${name('i')} as fault from device_identity i
      where not exists (select from device d where d.tenant_id = i.tenant_id and d.device_id = i.device_id)`,
  },
  {
    check: 'token-without-holder',
    sentence: 'Identifiers of a device that do not lead to it.',
    faults: `select ${name('c')} || ' ' || c.token as fault from ${identified} as c
      where not exists (select from ${held} h
        where h.token = c.token and h.tenant_id = c.tenant_id and h.device_id = c.device_id)`,
  },
  {
    check: 'holder-without-token',
    sentence: 'Identifiers that lead to a device which does not have them.',
    faults: `select ${name('h')} || ' ' || h.token as fault from ${held} h
      where not exists (select from ${identified} c
        where c.token = h.token and c.tenant_id = h.tenant_id and c.device_id = h.device_id)`,
  },
  {
    check: 'holders-malformed',
    sentence: 'Lists of holders that are empty, cut off, or name a device twice.',
    faults: `select t.token::text as fault from identity_token t
      where cardinality(holders) % 2 <> 0 or (cardinality(holders) = 0 and crowded is null)
        or (select count(distinct device_id) from ${held} h where h.token = t.token) <> cardinality(holders) / 2`,
  },
  {
    check: 'hash-missing',
    sentence: 'Hashes in the history of a device that are not stored.',
    faults: `select ${name('d')} || ' ' || d.hash_id as fault from device_hash d
      where not exists (select from hardware_hash h where h.tenant_id = d.tenant_id and h.hash_id = d.hash_id)`,
  },
  {
    check: 'history-without-device',
    sentence: 'Histories of devices that are not registered.',
    faults: `select ${name('h')} as fault from device_hash h
      where not exists (select from device d where d.tenant_id = h.tenant_id and d.device_id = h.device_id)`,
  },
  {
    check: 'hash-orphaned',
    sentence: 'Stored hashes that belong to no device, no open import and no open conflict.',
    faults: `select h.tenant_id || '/' || h.hash_id as fault from hardware_hash h
      where not exists (select from device_hash d where d.tenant_id = h.tenant_id and d.hash_id = h.hash_id)
        and not exists (select from import_row r where r.status = 'undecided' and ${rowOf('r')})
        and not exists (select from identity_conflict c
          where c.tenant_id = h.tenant_id and c.state = 'open' and c.device_id is null and ${rowOf('c')})`,
  },
  {
    check: 'row-forgotten',
    sentence: 'Rows of imports that nobody will decide about.',
    faults: `select r.import_id || '/' || r.row_number as fault from import_row r
      where r.status = 'undecided' and not exists (select from import_work w
        where w.import_id = r.import_id and r.row_number between w.next_row and w.last_row)`,
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
