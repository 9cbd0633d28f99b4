/** Conflicts of identity in PostgreSQL, and the way a decision settles a held row. */
import type pg from 'pg'
import type { Conflict, ConflictState, Conflicts, HeldRow } from '../../core/conflicts/conflict.ts'
import { type DeviceId, type ImportId, receiptId, type TenantId } from '../../core/ids.ts'
import type { PendingRow } from '../../core/imports/slice.ts'
import { parseUuid } from '../../core/uuid.ts'
import type { Wrap } from '../../core/wrap.ts'
import { unwrapHash } from '../devices/hash-bytes.ts'
import { pairs } from '../identity/holders.ts'
import { openSlice } from '../imports/open-slice.ts'
import type { Store } from '../sql/store.ts'

type ConflictRow = {
  tenant_id: TenantId
  conflict_id: string
  kind: Conflict['kind']
  state: ConflictState
  sentence: string
  candidates: string[]
  import_id: ImportId
  row_number: number
  submission: Omit<PendingRow, 'hardwareHash' | 'rowNumber'>
  device_id: DeviceId | null
  created_at: Date
  decided_at: Date | null
  decided_by: string | null
}

export function conflictsIn({ pool, transaction }: Store, wrap: Wrap): Conflicts {
  return {
    async list(tenantId, { state, after, limit }) {
      const { rows } = await pool.query<ConflictRow>(
        `select * from identity_conflict where tenant_id = $1 and ($2::text is null or state = $2)
           and ($3::uuid is null or conflict_id > $3) order by conflict_id limit $4`,
        [
          tenantId,
          state ?? null,
          after === undefined ? null : (parseUuid(after) ?? null),
          limit + 1,
        ],
      )
      const shown = rows.slice(0, limit).map(toConflict)
      const last = shown.at(-1)
      return rows.length > limit && last ? { rows: shown, next: last.id } : { rows: shown }
    },

    async find(tenantId, id) {
      const { rows } = await pool.query<ConflictRow>(
        'select * from identity_conflict where tenant_id = $1 and conflict_id = $2',
        [tenantId, parseUuid(id) ?? null],
      )
      return rows[0] && toConflict(rows[0])
    },

    async hashOf(tenantId, id) {
      const { rows } = await pool.query<ConflictRow>(
        'select * from identity_conflict where tenant_id = $1 and conflict_id = $2',
        [tenantId, parseUuid(id) ?? null],
      )
      return rows[0] && (await storedHash(pool, wrap, rows[0]))
    },

    decide({ tenantId, id, state, by }, work) {
      return transaction(async ({ client }) => {
        const { rows } = await client.query<ConflictRow>(
          `select * from identity_conflict where tenant_id = $1 and conflict_id = $2 and state = 'open' for update`,
          [tenantId, parseUuid(id) ?? null],
        )
        const [row] = rows
        if (row === undefined) return false
        if (row.device_id === null) await work(await heldRow(client, wrap, row))
        await client.query(
          `update identity_conflict set state = $3, decided_at = business_now(), decided_by = $4
           where tenant_id = $1 and conflict_id = $2`,
          [tenantId, row.conflict_id, state, by],
        )
        return true
      })
    },
  }
}

async function heldRow(
  client: Pick<pg.ClientBase, 'query'>,
  wrap: Wrap,
  row: ConflictRow,
): Promise<HeldRow> {
  const hardwareHash = await storedHash(client, wrap, row)
  if (hardwareHash === undefined)
    throw new Error(`the hash of conflict ${row.conflict_id} is not stored`)
  const pending: PendingRow = { ...row.submission, rowNumber: row.row_number, hardwareHash }
  const work = {
    importId: row.import_id,
    tenantId: row.tenant_id,
    nextRow: row.row_number,
    lastRow: row.row_number,
    attempts: 0,
    carefulUntil: 0,
  }
  const { rows: _, ...slice } = openSlice({ client, wrap, work }, [pending])
  const earlier = await answeredBefore(client, row)
  return {
    ...slice,
    row: pending,
    conflict: toConflict(row),
    asked: devicesOf([row]),
    ruledOut: devicesOf(earlier),
    answered: new Set(earlier.map(({ kind }) => kind)),
  }
}

/** Questions about the same row that were answered: it is a different device. */
async function answeredBefore(
  client: Pick<pg.ClientBase, 'query'>,
  { tenant_id, import_id, row_number }: ConflictRow,
): Promise<readonly Pick<ConflictRow, 'kind' | 'candidates'>[]> {
  const { rows } = await client.query<Pick<ConflictRow, 'kind' | 'candidates'>>(
    `select kind, candidates from identity_conflict where tenant_id = $1 and import_id = $2 and row_number = $3
       and device_id is null and state = 'different'`,
    [tenant_id, import_id, row_number],
  )
  return rows
}

function devicesOf(rows: readonly Pick<ConflictRow, 'candidates'>[]): ReadonlySet<DeviceId> {
  return new Set(
    rows.flatMap(({ candidates }) => pairs(candidates)).map(({ deviceId }) => deviceId),
  )
}

/** Of the imported row; undefined = it is no longer kept. */
async function storedHash(
  client: Pick<pg.ClientBase, 'query'>,
  wrap: Wrap,
  row: ConflictRow,
): Promise<Uint8Array | undefined> {
  const { rows } = await client.query<{ bytes: Buffer; length: number }>(
    'select bytes, length from hardware_hash where tenant_id = $1 and hash_id = $2',
    [row.tenant_id, hashIdOf(row)],
  )
  return rows[0] && unwrapHash(wrap, hashIdOf(row), rows[0])
}

function hashIdOf({ import_id, row_number }: ConflictRow): string {
  return receiptId(import_id, row_number)
}

const foreignSentence =
  'A device of another tenant may be it. Only an operator of this installation can decide that.'

function toConflict(row: ConflictRow): Conflict {
  const candidates = pairs(row.candidates).map(({ tenantId, deviceId }) =>
    tenantId === row.tenant_id ? deviceId : 'foreign',
  )
  return {
    id: row.conflict_id,
    tenantId: row.tenant_id,
    kind: row.kind,
    state: row.state,
    sentence: candidates.includes('foreign') ? foreignSentence : row.sentence,
    evidence: row.sentence,
    candidates,
    receiptId: receiptId(row.import_id, row.row_number),
    serialNumber: row.submission.serialNumber,
    ...(row.device_id !== null && { deviceId: row.device_id }),
    createdAt: row.created_at,
    ...(row.decided_at !== null && { decidedAt: row.decided_at }),
    ...(row.decided_by !== null && { decidedBy: row.decided_by }),
  }
}
