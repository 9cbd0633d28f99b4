/** What the capture of a repaired device leaves behind: the tokens by which it is found, its record, and the hash. */
import { randomUUID } from 'node:crypto'
import { adopt, newRecord } from '../../core/identity/record.ts'
import type { Token } from '../../core/identity/tokens.ts'
import { list } from '../../core/imports/known.ts'
import type { Holder } from '../../core/imports/slice.ts'
import type { Adoption } from '../../core/repairs/return-device.ts'
import type { Wrap } from '../../core/wrap.ts'
import { wrapHash } from '../devices/hash-bytes.ts'
import { addHolders } from '../identity/add-holders.ts'
import { unwrapRecord, wrapRecord } from '../identity/records.ts'
import { ClaimLost } from '../sql/database.ts'
import type { Client } from '../sql/store.ts'

/** A person has confirmed the board: the registration stays, and its record has the values of both captures. */
export async function adoptCapture(
  client: Client,
  { wrap }: { readonly wrap: Wrap },
  { repair, identified, bytes, seen, changes }: Adoption,
): Promise<void> {
  const { tenantId, deviceId } = repair
  const of = { tenantId, deviceId }
  const { rows } = await client.query<{ record: Buffer }>(
    'select record from device_identity where tenant_id = $1 and device_id = $2 for update',
    [tenantId, deviceId],
  )
  const [stored] = rows
  const { facts } = identified
  const record = stored
    ? adopt(unwrapRecord(wrap, deviceId, stored.record), facts)
    : newRecord(facts)
  const tokens = await listUnderTokens(client, of, { identified, seen })
  const { rowCount } = await client.query(
    `insert into device_identity as identity (tenant_id, device_id, record, tokens)
     select tenant_id, device_id, $3, $4::uuid[] from device where tenant_id = $1 and device_id = $2
     on conflict (tenant_id, device_id) do update set record = excluded.record, tokens = identity.tokens || excluded.tokens`,
    [tenantId, deviceId, wrapRecord(wrap, deviceId, record), tokens],
  )
  if (rowCount === 0) throw new ClaimLost()
  await keepHash(client, wrap, { of, bytes, changes })
}

/** Those under which it was not listed before. */
export async function listUnderTokens(
  client: Client,
  of: Holder,
  { identified, seen }: Pick<Adoption, 'identified' | 'seen'>,
): Promise<readonly Token[]> {
  const { tenantId, deviceId } = of
  const known = { tenantId, holders: new Map(seen.holders), crowded: new Map(seen.crowded) }
  const { tokens, crowded } = list(known, of, identified.tokens)
  const added = tokens.map(({ token }) => ({ token, deviceId }))
  await addHolders(client, tenantId, { added, crowded, seen })
  return tokens.map(({ token }) => token)
}

type KeptHash = {
  readonly of: Holder
  readonly bytes: Uint8Array
  /** Null: it is the device's first one. */
  readonly changes: readonly string[] | null
}

export async function keepHash(
  client: Client,
  wrap: Wrap,
  { of: { tenantId, deviceId }, bytes, changes }: KeptHash,
): Promise<void> {
  const hashId = randomUUID()
  await client.query(
    'insert into hardware_hash (tenant_id, hash_id, bytes, length) values ($1, $2, $3, $4)',
    [tenantId, hashId, wrapHash(wrap, hashId, bytes), bytes.length],
  )
  await client.query(
    'insert into device_hash (tenant_id, device_id, hash_id, changes) values ($1, $2, $3, $4)',
    [tenantId, deviceId, hashId, changes],
  )
}
