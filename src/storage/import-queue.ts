/**
 * The work on imports. A runner holds an import by its row lock for one short transaction, in which a
 * slice of rows is decided and everything about it is written; so whoever dies in the middle has done
 * nothing and holds nothing (docs/decisions/0004).
 */
import type pg from 'pg'
import type { Token } from '../core/identity/tokens.ts'
import { type DeviceId, receiptId } from '../core/ids.ts'
import type { Holder, ImportQueue, OpenSlice, PendingRow } from '../core/import/decide-slice.ts'
import { inTransaction, type Store } from './database.ts'
import { restoreHash } from './hash-bytes.ts'
import { importChannel, type Work } from './import-work.ts'
import { settleSlice, storageFailed } from './settle-slice.ts'

/** Rows decided in one transaction: large enough to be quick, small enough that imports take turns. */
const sliceRows = 250
/** After so many failures rows are tried one by one, so that one bad row cannot hold up the others. */
const singleAfter = 2
/** After so many failures the row at the head is given up as StorageError. */
const giveUpAfter = 6

export function importQueueIn({ pool }: Store): ImportQueue {
  return {
    async withNextSlice(decide) {
      let taken: Work | undefined
      try {
        return await inTransaction(pool, async (client) => {
          taken = await takeWork(client)
          if (taken === undefined) return false
          await workOn(client, taken, decide)
          return true
        })
      } catch (error) {
        if (taken !== undefined) await postpone(pool, taken)
        throw error
      }
    },
  }
}

async function takeWork(client: pg.PoolClient): Promise<Work | undefined> {
  const { rows } = await client.query({
    name: 'import-work-take',
    text: `select import_id, tenant_id, next_row, last_row, attempts from import_work
      where run_at <= business_now() order by run_at, import_id limit 1 for update skip locked`,
  })
  const row = rows[0]
  return (
    row && {
      importId: row.import_id,
      tenantId: row.tenant_id,
      nextRow: row.next_row,
      lastRow: row.last_row,
      attempts: row.attempts,
    }
  )
}

async function workOn(
  client: pg.PoolClient,
  work: Work,
  decide: (slice: OpenSlice) => Promise<void>,
): Promise<void> {
  const size = work.attempts > singleAfter ? 1 : sliceRows
  const last = Math.min(work.lastRow, work.nextRow + size - 1)
  if (work.attempts >= giveUpAfter) await storageFailed(client, work, last)
  else {
    const rows = await pendingRows(client, work, last)
    if (rows.length > 0) await decide(openSlice(client, work, rows))
  }
  await advance(client, work, last + 1)
}

function openSlice(client: pg.PoolClient, work: Work, rows: readonly PendingRow[]): OpenSlice {
  return {
    tenantId: work.tenantId,
    rows,

    async holdersOf(tokens) {
      const found = await client.query({
        name: 'device-claim-holders',
        text: 'select token, tenant_id, device_id from device_claim where token = any($1::uuid[])',
        values: [tokens],
      })
      return new Map<Token, Holder>(
        found.rows.map((row) => [row.token, { deviceId: row.device_id, tenantId: row.tenant_id }]),
      )
    },

    async decidedEarlier(devices) {
      const found = await client.query({
        name: 'import-row-earlier',
        text: `select distinct device_id from import_row
          where import_id = $1 and row_number < $2 and device_id = any($3::uuid[])`,
        values: [work.importId, work.nextRow, devices],
      })
      return new Set<DeviceId>(found.rows.map((row) => row.device_id))
    },

    settle: (decisions) => settleSlice(client, work, decisions),
  }
}

async function pendingRows(client: pg.PoolClient, work: Work, last: number): Promise<PendingRow[]> {
  const { rows } = await client.query({
    name: 'import-row-pending',
    text: `select * from import_row where import_id = $1 and row_number between $2 and $3
      and status = 'undecided' order by row_number for update`,
    values: [work.importId, work.nextRow, last],
  })
  const withHash = rows.filter((row) => row.has_hash)
  const hashes = await hashesOf(
    client,
    work,
    withHash.map((row) => row.row_number),
  )
  return rows.map((row) => ({
    rowNumber: row.row_number,
    importId: row.client_import_id,
    serialNumber: row.serial_number,
    productKey: row.product_key,
    groupTag: row.group_tag,
    purchaseOrderIdentifier: row.purchase_order_identifier,
    assignedUserPrincipalName: row.assigned_user_principal_name,
    hardwareHash: hashes.get(receiptId(work.importId, row.row_number)) ?? null,
  }))
}

async function hashesOf(
  client: pg.PoolClient,
  work: Work,
  rowNumbers: readonly number[],
): Promise<Map<string, Uint8Array>> {
  const { rows } = await client.query({
    name: 'hardware-hash-of-rows',
    text: 'select hash_id, bytes, length from hardware_hash where tenant_id = $1 and hash_id = any($2::uuid[])',
    values: [work.tenantId, rowNumbers.map((row) => receiptId(work.importId, row))],
  })
  return new Map(rows.map((row) => [row.hash_id, restoreHash(row.bytes, row.length)]))
}

/** Past its last row the import's work is gone; else it queues again behind the others, for whoever is free. */
async function advance(
  client: pg.PoolClient,
  { importId, lastRow }: Work,
  next: number,
): Promise<void> {
  if (next > lastRow) {
    await client.query({
      name: 'import-work-done',
      text: 'delete from import_work where import_id = $1',
      values: [importId],
    })
    return
  }
  await client.query({
    name: 'import-work-advance',
    text: 'update import_work set next_row = $2, attempts = 0, run_at = business_now() where import_id = $1',
    values: [importId, next],
  })
  await client.query(`notify ${importChannel}`)
}

/** Counts the failure and waits a little longer each time. While the database is away it counts nothing. */
async function postpone(pool: pg.Pool, { importId }: Work): Promise<void> {
  await pool
    .query(
      `update import_work set attempts = attempts + 1,
        run_at = business_now() + make_interval(secs => 0.1 * power(2, least(attempts, 8)))
       where import_id = $1`,
      [importId],
    )
    .catch(() => undefined)
}
