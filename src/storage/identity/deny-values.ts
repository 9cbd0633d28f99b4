/**
 * The deny list in the database: the default rows and the operator's own. Servers reload it now and then, so a new
 * row takes effect everywhere within a minute without notification.
 */
import { defaultDenyRows } from '../../core/identity/default-deny-rows.ts'
import { type DenyList, type DenyRow, denyListOf } from '../../core/identity/deny-list.ts'
import type { ListedDenyRow } from '../../core/identity/listed-deny-row.ts'
import type { ValueKind } from '../../core/identity/normalise.ts'
import type { Store } from '../sql/store.ts'

const staleAfter = 60_000

export type DenyValues = {
  /** The list in force, at most a minute old. */
  current(): Promise<DenyList>
  list(): Promise<readonly ListedDenyRow[]>
  /** Adds an operator's row, or enables an existing one again. */
  add(row: DenyRow): Promise<void>
  /** Deletes an operator's row or disables a default one; false = there is no such row. */
  remove(row: DenyRow): Promise<boolean>
  /** Values shared by many devices, most frequent first, without those already denied. */
  proposals(): Promise<readonly { kind: string; value: string; devices: number }[]>
}

/** Adds default rows that are new; those an operator has disabled stay disabled. */
export async function ensureDefaultDenyValues({ db }: Store): Promise<void> {
  await db
    .insertInto('deny_value')
    .values(defaultDenyRows.map((row) => ({ ...columnsOf(row), source: 'default' })))
    .onConflict((on) => on.doNothing())
    .execute()
}

export function denyValuesIn(store: Store): DenyValues {
  const { db } = store
  let reading: Promise<DenyList> | undefined
  let readAt = 0

  async function read(): Promise<DenyList> {
    const rows = await db.selectFrom('deny_value').selectAll().where('active', '=', true).execute()
    return denyListOf(rows.map(toRow))
  }

  return {
    current() {
      if (reading === undefined || performance.now() - readAt > staleAfter) {
        readAt = performance.now()
        const attempt = read()
        attempt.catch(() => {
          if (reading === attempt) reading = undefined
        })
        reading = attempt
      }
      return reading
    },

    async list() {
      const rows = await db
        .selectFrom('deny_value')
        .selectAll()
        .orderBy('kind')
        .orderBy('value')
        .execute()
      return rows.map((row) => ({ ...toRow(row), source: row.source, active: row.active }))
    },

    async add(row) {
      await db
        .insertInto('deny_value')
        .values({ ...columnsOf(row), source: 'operator' })
        .onConflict((on) =>
          on.columns(['kind', 'value', 'is_pattern']).doUpdateSet({ active: true }),
        )
        .execute()
      reading = undefined
    },

    async remove(row) {
      const { kind, value, is_pattern } = columnsOf(row)
      const same = { kind, value, is_pattern }
      const off = await db
        .updateTable('deny_value')
        .set({ active: false })
        .where((eb) => eb.and({ ...same, source: 'default', active: true }))
        .executeTakeFirst()
      const gone = await db
        .deleteFrom('deny_value')
        .where((eb) => eb.and({ ...same, source: 'operator' }))
        .executeTakeFirst()
      reading = undefined
      return off.numUpdatedRows + gone.numDeletedRows > 0n
    },

    async proposals() {
      const list = await read()
      const rows = await db
        .selectFrom('deny_proposal')
        .select(['kind', 'value', 'devices'])
        .orderBy('devices', 'desc')
        .limit(500)
        .execute()
      return rows.filter(({ kind, value }) => !list.denies(kind as ValueKind, value))
    },
  }
}

function columnsOf(row: DenyRow) {
  return 'value' in row
    ? { kind: row.kind, value: row.value, is_pattern: false }
    : { kind: row.kind, value: row.pattern, is_pattern: true }
}

function toRow({
  kind,
  value,
  is_pattern,
}: {
  kind: string
  value: string
  is_pattern: boolean
}): DenyRow {
  return is_pattern
    ? { kind: kind as ValueKind, pattern: value }
    : { kind: kind as ValueKind, value }
}
