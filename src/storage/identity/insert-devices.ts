/** New devices with what is known of them and the hash they came with. */
import { randomUUID } from 'node:crypto'
import { receiptId } from '../../core/ids.ts'
import type { Registration } from '../../core/import/slice.ts'
import type { HeldWork } from '../open-slice.ts'
import { wrapRecord } from './records.ts'

export async function insertDevices(held: HeldWork, list: readonly Registration[]): Promise<void> {
  if (list.length === 0) return
  await insertRows(held, list)
  await insertIdentities(held, list)
  const { client, work } = held
  await client.query({
    name: 'device-hash-insert',
    text: `insert into device_hash (tenant_id, device_id, hash_id)
      select $1, device, hash from unnest($2::uuid[], $3::uuid[]) as h(device, hash)`,
    values: [
      work.tenantId,
      list.map(({ deviceId }) => deviceId),
      list.map(({ row }) => receiptId(work.importId, row.rowNumber)),
    ],
  })
}

async function insertRows(
  { client, work }: HeldWork,
  list: readonly Registration[],
): Promise<void> {
  const column = (get: (each: Registration) => string | null) => list.map(get)
  await client.query({
    name: 'device-insert',
    text: `insert into device (tenant_id, device_id, serial_number, manufacturer, model, sku_number, system_family,
        product_key, group_tag, purchase_order_identifier, user_principal_name, directory_object_id,
        directory_device_id)
      select $1, * from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
        $9::text[], $10::text[], $11::text[], $12::uuid[], $13::uuid[])`,
    values: [
      work.tenantId,
      column((each) => each.deviceId),
      column((each) => each.serialNumber),
      column((each) => each.hash.manufacturer),
      column((each) => each.hash.model),
      column((each) => each.hash.skuNumber),
      column((each) => each.hash.systemFamily),
      column((each) => each.row.productKey ?? each.hash.productKeyId),
      column((each) => each.row.groupTag),
      column((each) => each.row.purchaseOrderIdentifier),
      column((each) => each.row.assignedUserPrincipalName),
      list.map(() => randomUUID()),
      list.map(() => randomUUID()),
    ],
  })
}

/** The tokens are kept beside the record as one array: a text of UUIDs that PostgreSQL reads back. */
async function insertIdentities(
  { client, wrap, work }: HeldWork,
  list: readonly Registration[],
): Promise<void> {
  await client.query({
    name: 'device-identity-insert',
    text: `insert into device_identity (tenant_id, device_id, record, tokens)
      select $1, device, record, tokens::uuid[] from unnest($2::uuid[], $3::bytea[], $4::text[]) as i(device, record, tokens)`,
    values: [
      work.tenantId,
      list.map(({ deviceId }) => deviceId),
      list.map(({ deviceId, record }) => wrapRecord(wrap, deviceId, record)),
      list.map(({ tokens }) => `{${tokens.map(({ token }) => token).join(',')}}`),
    ],
  })
}
