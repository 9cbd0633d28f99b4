/** Writing what was decided about a slice of an import: claims first, since they alone can be lost. */
import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { receiptId } from '../core/ids.ts'
import type { Registration, RowDecision } from '../core/import/decide-slice.ts'
import { ClaimLost } from './database.ts'
import type { Work } from './import-work.ts'
import { refusalText } from './refusal-text.ts'

export async function settleSlice(
  client: pg.PoolClient,
  work: Work,
  decisions: readonly RowDecision[],
): Promise<void> {
  const registrations = decisions.flatMap((each) =>
    each.kind === 'registered' ? [each.registration] : [],
  )
  if (registrations.length > 0) {
    await claim(client, work, registrations)
    await insertDevices(client, work, registrations)
    await insertDeviceHashes(client, work, registrations)
  }
  const refused = decisions.filter((each) => each.kind === 'refused').map((each) => each.rowNumber)
  if (refused.length > 0) await dropHashes(client, work, refused)
  await writeVerdicts(client, work, decisions)
}

/** Gives up on a row that could not be decided however often it was tried. */
export async function storageFailed(
  client: pg.PoolClient,
  work: Work,
  last: number,
): Promise<void> {
  await client.query(
    `update import_row set status = 'error', refusal = 'StorageError', decided_at = business_now()
     where import_id = $1 and row_number between $2 and $3 and status = 'undecided'`,
    [work.importId, work.nextRow, last],
  )
}

/** In the order of the tokens, so that two imports that race for several never wait for each other in a ring. */
async function claim(
  client: pg.PoolClient,
  work: Work,
  list: readonly Registration[],
): Promise<void> {
  const claims = list
    .flatMap(({ deviceId, claims }) => claims.map((token) => ({ token, deviceId })))
    .sort((a, b) => (a.token < b.token ? -1 : 1))
  const { rowCount } = await client.query({
    name: 'device-claim-insert',
    text: `insert into device_claim (token, tenant_id, device_id)
      select token, $1, device from unnest($2::uuid[], $3::uuid[]) as c(token, device)
      on conflict (token) do nothing`,
    values: [
      work.tenantId,
      claims.map(({ token }) => token),
      claims.map(({ deviceId }) => deviceId),
    ],
  })
  if (rowCount !== claims.length) throw new ClaimLost()
}

async function insertDevices(
  client: pg.PoolClient,
  work: Work,
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

async function insertDeviceHashes(
  client: pg.PoolClient,
  work: Work,
  list: readonly Registration[],
): Promise<void> {
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

/** A refused row's hash is nobody's: it is not kept. */
async function dropHashes(
  client: pg.PoolClient,
  work: Work,
  rows: readonly number[],
): Promise<void> {
  await client.query({
    name: 'hardware-hash-drop',
    text: 'delete from hardware_hash where tenant_id = $1 and hash_id = any($2::uuid[])',
    values: [work.tenantId, rows.map((row) => receiptId(work.importId, row))],
  })
}

async function writeVerdicts(
  client: pg.PoolClient,
  work: Work,
  decisions: readonly RowDecision[],
): Promise<void> {
  await client.query({
    name: 'import-row-settle',
    text: `update import_row r set status = v.status, refusal = v.refusal, device_id = v.device, decided_at = business_now()
      from unnest($2::int[], $3::text[], $4::text[], $5::uuid[]) as v(row_number, status, refusal, device)
      where r.import_id = $1 and r.row_number = v.row_number`,
    values: [
      work.importId,
      decisions.map(({ rowNumber }) => rowNumber),
      decisions.map(({ kind }) => (kind === 'registered' ? 'complete' : 'error')),
      decisions.map((each) => (each.kind === 'refused' ? refusalText(each) : null)),
      decisions.map((each) =>
        each.kind === 'registered' ? each.registration.deviceId : (each.matched ?? null),
      ),
    ],
  })
}
