/** Receipts of imports in PostgreSQL, and how imports are stored: rows, hashes and work in one transaction. */
import type { Selectable } from 'kysely'
import {
  type DeviceId,
  type ImportId,
  type ReceiptId,
  receiptId,
  splitReceiptId,
  type TenantId,
} from '../../core/ids.ts'
import type {
  ImportedDevice,
  ImportedDevices,
  ImportState,
  NewImport,
  RowConflict,
  Submission,
} from '../../core/imports/imported-device.ts'
import { timeOfUuid } from '../../core/uuid.ts'
import type { Wrap } from '../../core/wrap.ts'
import { wrapHash } from '../devices/hash-bytes.ts'
import { textArray, uuidArray } from '../sql/binary-arrays.ts'
import { blobsSql, joinBlobs } from '../sql/blobs.ts'
import { refusalOf } from '../sql/refusal-text.ts'
import type { Store } from '../sql/store.ts'
import type { ImportRowTable } from '../sql/tables/imports.ts'
import { announceWork, atOnce } from './import-work.ts'
import { markThrough } from './mark-through.ts'
import { listReceipts } from './receipt-list.ts'
import type { RecentHashes } from './recent-hashes.ts'
import { removeReceipt, removeReceiptsOf } from './remove-receipts.ts'
import { rowConflicts } from './row-conflicts.ts'

export type ImportRow = Selectable<ImportRowTable>

export function importedDevicesIn(
  store: Store,
  wrap: Wrap,
  recent?: RecentHashes,
): ImportedDevices {
  const { db, pool, transaction } = store
  const withConflicts = async (tenantId: TenantId, rows: readonly ImportRow[]) => {
    const conflicts = await rowConflicts(pool, tenantId, rows)
    return rows.map((row) => toImportedDevice(row, conflicts))
  }
  return {
    add(submitted) {
      const { id, tenantId, submissions, through } = submitted
      // Should the transaction come to nothing, nobody asks for them.
      recent?.keep(
        id,
        submissions.map(({ hardwareHash }) => hardwareHash),
      )
      return transaction(async ({ client }) => {
        // While PostgreSQL stores the rows, their hashes are encrypted.
        const [, hashes] = await Promise.all([
          client.query(insertRows(id, tenantId, submissions)),
          Promise.resolve().then(() => insertHashes(wrap, tenantId, submitted)),
        ])
        await client.query(hashes)
        await client.query({
          name: 'import-work-insert',
          text: `insert into import_work (import_id, tenant_id, last_row, run_at)
            select $1, $2, $3, case import_seconds when 0 then ${atOnce}
              else business_now() + make_interval(secs => import_seconds) end from tenant where tenant_id = $2`,
          values: [id, tenantId, submissions.length],
        })
        if (through !== undefined) await markThrough(client, submitted, through)
        await client.query(announceWork)
      })
    },

    async find(tenantId, id) {
      const key = splitReceiptId(id)
      if (key === undefined) return undefined
      const row = await db
        .selectFrom('import_row')
        .selectAll()
        .where('import_id', '=', key.importId)
        .where('row_number', '=', key.rowNumber)
        .where('tenant_id', '=', tenantId)
        .executeTakeFirst()
      return row && (await withConflicts(tenantId, [row]))[0]
    },

    async list(tenantId, query) {
      const found = await listReceipts(store, tenantId, query)
      return { ...found, rows: await withConflicts(tenantId, found.rows) }
    },

    remove: (tenantId, id) => removeReceipt(store, tenantId, id),
    removeAll: (tenantId, importId) => removeReceiptsOf(store, tenantId, importId),
  }
}

function insertRows(importId: string, tenantId: string, rows: readonly Submission[]) {
  const column = (get: (row: Submission) => string | null) => textArray(rows.map(get))
  return {
    name: 'import-row-insert',
    text: `insert into import_row (import_id, row_number, tenant_id, client_import_id, serial_number, product_key,
        group_tag, purchase_order_identifier, assigned_user_principal_name, has_hash, status, refusal, decided_at, submitted_by,
        manufacturer, model)
      select $1, number, $2, label, serial, product_key, tag, purchase_order, user_name, has_hash,
        case when refused is null then 'undecided' else 'error' end, refused,
        case when refused is not null then business_now() end, submitter, maker, model_name
      from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::boolean[], $10::text[], $11::text[],
        $12::text[], $13::text[])
        with ordinality as submitted(label, serial, product_key, tag, purchase_order, user_name, has_hash, refused,
          submitter, maker, model_name, number)`,
    values: [
      importId,
      tenantId,
      column((row) => row.importId),
      column((row) => row.serialNumber),
      column((row) => row.productKey),
      column((row) => row.groupTag),
      column((row) => row.purchaseOrderIdentifier),
      column((row) => row.assignedUserPrincipalName),
      rows.map((row) => row.hardwareHash !== null),
      column(({ refused }) => refused ?? null),
      column(({ submittedBy }) => submittedBy ?? null),
      column(({ manufacturer }) => manufacturer ?? null),
      column(({ model }) => model ?? null),
    ],
  }
}

/** Rows without a hash need no row here. */
function insertHashes(wrap: Wrap, tenantId: string, { id, submissions }: NewImport) {
  const hashes = submissions.flatMap(({ hardwareHash, refused }, index) =>
    hardwareHash === null || refused ? [] : [{ id: receiptId(id, index + 1), bytes: hardwareHash }],
  )
  return {
    name: 'hardware-hash-insert',
    text: `insert into hardware_hash (tenant_id, hash_id, bytes, length)
      select $1, id, bytes, length from unnest($2::uuid[], $3::int[]) with ordinality as given(id, length, position)
        join ${blobsSql(4)} as blob using (position)`,
    values: [
      tenantId,
      uuidArray(hashes.map((hash) => hash.id)),
      hashes.map(({ bytes }) => bytes.length),
      ...joinBlobs(hashes.map((hash) => wrapHash(wrap, hash.id, hash.bytes))),
    ],
  }
}

export function toImportedDevice(
  row: ImportRow,
  conflicts: ReadonlyMap<ReceiptId, RowConflict> = new Map(),
): ImportedDevice {
  const id = receiptId(row.import_id as ImportId, row.row_number)
  return {
    id,
    importId: row.client_import_id,
    serialNumber: row.serial_number,
    productKey: row.product_key,
    groupTag: row.group_tag,
    purchaseOrderIdentifier: row.purchase_order_identifier,
    assignedUserPrincipalName: row.assigned_user_principal_name,
    state: stateOf(row, conflicts.get(id)),
    submittedAt: timeOfUuid(row.import_id),
    submittedBy: row.submitted_by,
    decidedAt: row.decided_at,
  }
}

function stateOf(
  { status, refusal, device_id }: ImportRow,
  conflict: RowConflict | undefined,
): ImportState {
  if (status === 'complete' && device_id !== null) {
    return { status: 'complete', deviceId: device_id as DeviceId }
  }
  if (status === 'error' && refusal !== null) {
    // Of the others, what a row met may be another tenant's.
    const isOwn = refusal === 'ZtdDeviceAlreadyAssigned' && device_id !== null
    return {
      status,
      ...refusalOf(refusal),
      ...(isOwn && { deviceId: device_id as DeviceId }),
      ...(conflict !== undefined && { conflict }),
    }
  }
  return { status: 'undecided' }
}
