/** Inserts new devices with their records and the hash they came with. */
import type pg from 'pg'
import { receiptId } from '../../core/ids.ts'
import type { Registration } from '../../core/imports/slice.ts'
import { newUuid } from '../../core/uuid.ts'
import { wrapRecord } from '../identity/records.ts'
import { textArray, uuidArray } from '../sql/binary-arrays.ts'
import { blobsSql, joinBlobs } from '../sql/blobs.ts'
import type { HeldWork } from './held-work.ts'

/** The statements in their order, each built when it is called for. */
export function deviceInserts(
  held: HeldWork,
  list: readonly Registration[],
): readonly (() => pg.QueryConfig)[] {
  if (list.length === 0) return []
  const hashed = list.flatMap(({ identity, ...rest }) =>
    'hash' in identity ? [{ ...rest, ...identity }] : [],
  )
  const inserted = () => rowInsert(held, list)
  return hashed.length === 0
    ? [inserted]
    : [inserted, () => identityInsert(held, hashed), () => hashInsert(held, hashed)]
}

/** One whose hash is known. */
type Hashed = Omit<Registration, 'identity'> & Extract<Registration['identity'], { hash: unknown }>

const hashOf = ({ identity }: Registration): Hashed['hash'] | undefined =>
  'hash' in identity ? identity.hash : undefined

function hashInsert({ work }: HeldWork, list: readonly Hashed[]): pg.QueryConfig {
  return {
    name: 'device-hash-insert',
    text: `insert into device_hash (tenant_id, device_id, hash_id, accepted_at)
      select $1, device, hash, (select business_now()) from unnest($2::uuid[], $3::uuid[]) as accepted(device, hash)`,
    values: [
      work.tenantId,
      uuidArray(list.map(({ deviceId }) => deviceId)),
      uuidArray(list.map(({ row }) => receiptId(work.importId, row.rowNumber))),
    ],
  }
}

/** `offset 0`: the time is asked once, and not for each row, which takes long where tables are spread. */
function rowInsert({ work }: HeldWork, list: readonly Registration[]): pg.QueryConfig {
  const column = (get: (each: Registration) => string | null) => textArray(list.map(get))
  const ids = (make: (each: Registration) => string) => uuidArray(list.map(make))
  return {
    name: 'device-insert',
    text: `insert into device (tenant_id, device_id, serial_number, manufacturer, model, sku_number, system_family,
        product_key, group_tag, purchase_order_identifier, user_principal_name, directory_object_id,
        directory_device_id, registered_at, provisional_until, claim_level, channel, partner_id, consent_id, batch_key,
        source_import_id)
      select $1, given.*, now.at, now.at + interval '30 days', case when origin.partner_id is null then 0 else 1 end,
        coalesce(origin.channel, 'intune'), origin.partner_id, origin.consent_id, origin.batch_key, $14::uuid
      from (select business_now() as at offset 0) now left join channel_import as origin on origin.import_id = $14::uuid, unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
        $9::text[], $10::text[], $11::text[], $12::uuid[], $13::uuid[]) as given`,
    values: [
      work.tenantId,
      ids((each) => each.deviceId),
      column((each) => each.serialNumber),
      column((each) => hashOf(each)?.manufacturer ?? declared(each, 'manufacturer')),
      column((each) => hashOf(each)?.model ?? declared(each, 'model')),
      column((each) => hashOf(each)?.skuNumber ?? null),
      column((each) => hashOf(each)?.systemFamily ?? null),
      column((each) => each.row.productKey ?? hashOf(each)?.productKeyId ?? null),
      column((each) => each.row.groupTag),
      column((each) => each.row.purchaseOrderIdentifier),
      column((each) => each.row.assignedUserPrincipalName),
      // Ascending, so that their indexes grow at one end.
      ids(() => newUuid()),
      ids(() => newUuid()),
      work.importId,
    ],
  }
}

function declared({ row, identity }: Registration, name: 'manufacturer' | 'model') {
  return 'declaration' in identity ? (row[name] ?? null) : null
}

/** The tokens of each device are a part of those of all. */
function identityInsert({ wrap, work }: HeldWork, list: readonly Hashed[]): pg.QueryConfig {
  let upTo = 0
  return {
    name: 'device-identity-insert',
    text: `insert into device_identity (tenant_id, device_id, record, tokens)
      select $1, device, bytes, ($3::uuid[])[up_to - count + 1:up_to]
      from unnest($2::uuid[], $4::int[], $5::int[]) with ordinality as given(device, up_to, count, position)
        join ${blobsSql(6)} as blob using (position)`,
    values: [
      work.tenantId,
      uuidArray(list.map(({ deviceId }) => deviceId)),
      uuidArray(list.flatMap(({ tokens }) => tokens.map(({ token }) => token))),
      list.map(({ tokens }) => {
        upTo += tokens.length
        return upTo
      }),
      list.map(({ tokens }) => tokens.length),
      ...joinBlobs(list.map(({ deviceId, record }) => wrapRecord(wrap, deviceId, record))),
    ],
  }
}
