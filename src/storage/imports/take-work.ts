/** Which import is next: tenants take turns, and of each what has waited longest comes first. */
import type pg from 'pg'
import type { ConsentId, ImportId, TenantId } from '../../core/ids.ts'
import { isDue, type Work } from './import-work.ts'

/** Whose turn it is among this server's own imports: tenants that have had theirs come last, until all that wait have. */
export type Rotation = { had: readonly TenantId[]; next(tenantId: TenantId): void }

/** So many are remembered: those before had their turn so long ago that they may have another. */
const remembered = 100

export function rotation(): Rotation {
  return {
    had: [],
    next(tenantId) {
      this.had = this.had.includes(tenantId)
        ? [tenantId]
        : [...this.had.slice(1 - remembered), tenantId]
    },
  }
}

const waiting =
  'select import_id, tenant_id, next_row, last_row, attempts, careful_until, consent_id from import_work'

/** Few are this server's own: all of them are looked at. */
const takeOwn = `${waiting} where import_id = any($2) and ${isDue}
  order by tenant_id = any($1::uuid[]), turn_at, import_id limit 1 for update skip locked`

/** However many wait, one is read. */
const takeOf = (whose: string) => `${waiting} where ${whose} and ${isDue}
  order by tenant_id, turn_at, import_id limit 1 for update skip locked`

type Row = {
  readonly import_id: ImportId
  readonly tenant_id: TenantId
  readonly next_row: number
  readonly last_row: number
  readonly attempts: number
  readonly careful_until: number
  readonly consent_id: ConsentId | null
}

/** Of its own imports, whose hashes other servers would have to read and examine again, the one that has waited longest. */
export async function takeOwnWork(
  client: Pick<pg.ClientBase, 'query'>,
  { tenants, among }: { readonly tenants: Rotation; readonly among: readonly ImportId[] },
): Promise<Work | undefined> {
  const { rows } = await client.query<Row>({
    name: 'import-work-take-own',
    text: takeOwn,
    values: [tenants.had, among],
  })
  const [row] = rows
  if (row === undefined) return undefined
  tenants.next(row.tenant_id)
  return toWork(row)
}

/** The tenant that had its turn last. */
type Turn = { last: TenantId }

/** Before every tenant. */
export function fromTheFirst(): Turn {
  return { last: '00000000-0000-0000-0000-000000000000' as TenantId }
}

/** The tenant after the one that had its turn last, by their ids; its import that has waited longest. */
export async function takeWork(
  client: Pick<pg.ClientBase, 'query'>,
  turn: Turn,
): Promise<Work | undefined> {
  for (const [name, whose] of [
    ['import-work-take', 'tenant_id > $1'],
    ['import-work-take-again', 'tenant_id <= $1'],
  ] as const) {
    const { rows } = await client.query<Row>({ name, text: takeOf(whose), values: [turn.last] })
    const [row] = rows
    if (row === undefined) continue
    turn.last = row.tenant_id
    return toWork(row)
  }
  return undefined
}

function toWork(row: Row): Work {
  return {
    importId: row.import_id,
    tenantId: row.tenant_id,
    nextRow: row.next_row,
    lastRow: row.last_row,
    attempts: row.attempts,
    carefulUntil: row.careful_until,
    ...(row.consent_id !== null && { consentId: row.consent_id }),
  }
}
