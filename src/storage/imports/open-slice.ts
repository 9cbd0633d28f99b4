/** A slice for the decision: its rows, and the queries that may run while it is locked. */
import { type DeviceId, receiptId } from '../../core/ids.ts'
import type { OpenSlice, PendingRow } from '../../core/imports/slice.ts'
import { unwrapHash } from '../devices/hash-bytes.ts'
import { findHolders, type SeenHolders } from '../identity/holders.ts'
import { findWrapped, unwrapped, type WrappedRecords } from '../identity/records.ts'
import { declaredUnder } from './declared-devices.ts'
import { disclosureBudget, noBudget } from './disclosure-budget.ts'
import type { HeldWork } from './held-work.ts'
import { reportedDevicesIn } from './reported-devices.ts'
import { settleSlice } from './settle-slice.ts'

export function openSlice(held: HeldWork, rows: readonly PendingRow[], givenUp = false): OpenSlice {
  const { client, wrap, work } = held
  let seen: SeenHolders = { holders: new Map(), crowded: new Map() }
  let records: WrappedRecords = new Map()
  let budget = noBudget
  return {
    tenantId: work.tenantId,
    rows,
    givenUp,

    async holdersOf(tokens) {
      const found = await findHolders(client, tokens)
      seen = {
        holders: new Map([...seen.holders, ...found.holders]),
        crowded: new Map([...seen.crowded, ...found.crowded]),
      }
      return found
    },

    async recordsOf(holders) {
      records = await findWrapped(client, holders)
      return unwrapped(wrap, records)
    },

    latestHashes: (devices) => latestHashes(held, devices),

    async decidedEarlier(devices) {
      const found = await client.query({
        name: 'import-row-earlier',
        text: `select distinct device_id from import_row
          where import_id = $1 and row_number < $2 and device_id = any($3::uuid[])`,
        values: [work.importId, work.nextRow, devices],
      })
      return new Set<DeviceId>(found.rows.map((row) => row.device_id))
    },

    async reserved(devices) {
      const found = await client.query<{ device_id: DeviceId }>({
        name: 'deleted-device-reserved',
        text: `select device_id from deleted_device
          where tenant_id = $1 and device_id = any($2::uuid[]) and state = 'reserved'`,
        values: [work.tenantId, devices],
      })
      return new Set(found.rows.map((row) => row.device_id))
    },

    async tenantRules() {
      budget = await disclosureBudget(client, work.tenantId)
      const { left, rules } = budget
      const { registrationsLeft } = held
      return {
        crossTenantDisclosuresLeft: left,
        ...rules,
        ...(registrationsLeft !== undefined && { registrationsLeft }),
      }
    },

    declaredUnder: (tuples) => declaredUnder(client, work.tenantId, tuples),

    ...(work.consentId !== undefined && { reported: reportedDevicesIn(held) }),

    settle: (decisions) => settleSlice({ ...held, rows, seen, records, budget }, decisions),
  }
}

/** The undecided rows from the work's next to `last`; rows that are given up come without their hashes. */
export async function pendingRows(
  held: HeldWork,
  last: number,
  givenUp: boolean,
): Promise<PendingRow[]> {
  const { client, work } = held
  const { rows } = await client.query({
    name: 'import-row-pending',
    text: `select * from import_row where import_id = $1 and row_number between $2 and $3
      and status = 'undecided' order by row_number for update`,
    values: [work.importId, work.nextRow, last],
  })
  const hashes = await hashesOfRows(
    held,
    rows.filter((row) => row.has_hash && !givenUp).map((row) => row.row_number),
  )
  return rows.map((row) => ({
    rowNumber: row.row_number,
    importId: row.client_import_id,
    serialNumber: row.serial_number,
    productKey: row.product_key,
    groupTag: row.group_tag,
    purchaseOrderIdentifier: row.purchase_order_identifier,
    assignedUserPrincipalName: row.assigned_user_principal_name,
    ...(row.manufacturer !== null && { manufacturer: row.manufacturer }),
    ...(row.model !== null && { model: row.model }),
    hardwareHash: hashes.get(row.row_number) ?? null,
  }))
}

async function hashesOfRows(
  held: HeldWork,
  rowNumbers: readonly number[],
): Promise<ReadonlyMap<number, Uint8Array>> {
  const { importId } = held.work
  const known = rowNumbers.map((row) => [row, held.recent?.of(importId, row)] as const)
  const others = known.flatMap(([row, bytes]) => (bytes ? [] : [receiptId(importId, row)]))
  const read = others.length === 0 ? new Map<string, Uint8Array>() : await hashesOf(held, others)
  return new Map(
    known.map(([row, bytes]) => {
      const hash = bytes ?? read.get(receiptId(importId, row))
      if (hash === undefined)
        throw new Error(`the hash of imported device ${receiptId(importId, row)} is not stored`)
      return [row, hash]
    }),
  )
}

async function hashesOf(
  { client, wrap, work }: HeldWork,
  hashIds: readonly string[],
): Promise<Map<string, Uint8Array>> {
  const { rows } = await client.query({
    name: 'hardware-hash-of-rows',
    text: 'select hash_id, bytes, length from hardware_hash where tenant_id = $1 and hash_id = any($2::uuid[])',
    values: [work.tenantId, hashIds],
  })
  return new Map(rows.map((row) => [row.hash_id, unwrapHash(wrap, row.hash_id, row)]))
}

async function latestHashes(
  held: HeldWork,
  devices: readonly DeviceId[],
): Promise<Map<DeviceId, Uint8Array>> {
  const { rows } = await held.client.query<{ device_id: DeviceId; hash_id: string }>({
    name: 'device-hash-latest',
    text: `select distinct on (device_id) device_id, hash_id from device_hash
      where tenant_id = $1 and device_id = any($2::uuid[]) order by device_id, accepted_at desc, hash_id desc`,
    values: [held.work.tenantId, devices],
  })
  const hashes = await hashesOf(
    held,
    rows.map(({ hash_id }) => hash_id),
  )
  return new Map(
    rows.flatMap(({ device_id, hash_id }) => {
      const bytes = hashes.get(hash_id)
      return bytes === undefined ? [] : [[device_id, bytes] as const]
    }),
  )
}
