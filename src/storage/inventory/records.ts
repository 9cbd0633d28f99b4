/** Records of a kind in PostgreSQL: their members are one JSON document, queried by name. */
import { type Selectable, type SqlBool, sql } from 'kysely'
import type { TenantId } from '../../core/ids.ts'
import type { RecordKind, Records, Stored } from '../../core/inventory/records.ts'
import type { FieldType } from '../../core/query.ts'
import { parseUuid } from '../../core/uuid.ts'
import { type Column, type Columns, column, required } from '../sql/columns.ts'
import { listRows } from '../sql/list-rows.ts'
import type { Store } from '../sql/store.ts'
import type { TenantRecordTable } from '../sql/tables/records.ts'

export function recordsIn<M, Field extends string>(
  { db, pool }: Store,
  kind: RecordKind<Field>,
): Records<M, Field> {
  const columns = columnsOf(kind)
  const list = (tenantId: string) => ({
    from: sql.table('tenant_record'),
    // In the text, since some indexes are of one kind.
    within: sql<SqlBool>`tenant_id = ${tenantId} and kind = ${sql.lit(kind.name)}`,
    columns,
    ids: ['record' as Field],
  })

  async function countRecords(tenantId: string): Promise<number> {
    const { rows } = await pool.query<{ records: string | null }>(
      'select sum(records) as records from record_tally where tenant_id = $1 and kind = $2',
      [tenantId, kind.name],
    )
    return Number(rows[0]?.records ?? 0)
  }

  /** False: somebody has one of them; the others are the record's from now on. */
  async function claim(of: { tenantId: string; id: string; claims: readonly string[] }) {
    if (of.claims.length === 0) return true
    const { rowCount } = await pool.query(
      `insert into record_claim (kind, claim, tenant_id, record_id)
       select $1, claim, $2, $3 from unnest($4::text[]) as claim order by claim on conflict do nothing`,
      [kind.name, of.tenantId, of.id, [...of.claims]],
    )
    return rowCount === of.claims.length
  }

  async function unclaim(tenantId: string, id: string): Promise<void> {
    await pool.query('delete from record_claim where tenant_id = $1 and record_id = $2', [
      tenantId,
      parseUuid(id),
    ])
  }

  async function found(tenantId: TenantId, id: string, mode: 'read' | 'hold') {
    const recordId = parseUuid(id)
    if (recordId === undefined) return undefined
    const one = db
      .selectFrom('tenant_record')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('kind', '=', kind.name)
      .where('record_id', '=', recordId)
    const row = await (mode === 'hold' ? one.forUpdate() : one).executeTakeFirst()
    return row && toRecord<M>(row)
  }

  return {
    find: (tenantId, id) => found(tenantId, id, 'read'),
    hold: (tenantId, id) => found(tenantId, id, 'hold'),
    claim: (tenantId, id, claims) => claim({ tenantId, id, claims }),
    unclaim,

    async list(tenantId, query) {
      const kept = query.filter === undefined ? { count: () => countRecords(tenantId) } : {}
      const found = await listRows<Selectable<TenantRecordTable>, Field>(
        db,
        { ...list(tenantId), ...kept },
        query,
      )
      return { ...found, rows: found.rows.map((row) => toRecord<M>(row)) }
    },

    async findByKeys(tenantId, keys) {
      const { rows } = await pool.query<Selectable<TenantRecordTable>>(
        'select * from tenant_record where tenant_id = $1 and kind = $2 and unique_key = any($3::text[])',
        [tenantId, kind.name, keys],
      )
      return new Map(rows.map((row) => [row.unique_key ?? '', toRecord<M>(row)]))
    },

    async add(tenantId, { id, members, uniqueKey, claims }) {
      if (!(await claim({ tenantId, id, claims }))) return false
      const { rowCount } = await pool.query(
        `insert into tenant_record (tenant_id, kind, record_id, unique_key, members)
         values ($1, $2, $3, $4, $5) on conflict do nothing`,
        [tenantId, kind.name, id, uniqueKey, JSON.stringify(members)],
      )
      return rowCount === 1
    },

    async replace(tenantId, id, members) {
      const { rowCount } = await pool.query(
        'update tenant_record set members = $4 where tenant_id = $1 and kind = $2 and record_id = $3',
        [tenantId, kind.name, parseUuid(id), JSON.stringify(members)],
      )
      return rowCount === 1
    },

    async remove(tenantId, id) {
      await unclaim(tenantId, id)
      const { rowCount } = await pool.query(
        'delete from tenant_record where tenant_id = $1 and kind = $2 and record_id = $3',
        [tenantId, kind.name, parseUuid(id)],
      )
      return rowCount === 1
    },
  }
}

/** `record` is the id in the index, whatever the kind calls its own. */
function columnsOf<Field extends string>({ types }: RecordKind<Field>): Columns<Field> {
  const entries = Object.entries<FieldType>(types).map(([name, type]) => [
    name,
    memberColumn(name, type),
  ])
  return Object.fromEntries([...entries, ['record', column('record_id', 'id', required)]])
}

const casts = {
  text: sql``,
  id: sql`::uuid`,
  date: sql`::timestamptz`,
  number: sql`::int8`,
  boolean: sql`::boolean`,
  texts: sql``,
} as const satisfies Record<FieldType, unknown>

function memberColumn(name: string, type: FieldType): Column {
  if (name === 'id') return column('record_id', 'id', required)
  if (name === 'createdAt') return column('created_at', 'date', required)
  if (type === 'texts') throw new Error(`the list ${name} of a record cannot be asked for`)
  return { type, nullable: true, sql: sql`(members->>${sql.lit(name)})${casts[type]}` }
}

function toRecord<M>(row: Selectable<TenantRecordTable>): Stored<M> {
  return { id: row.record_id, createdAt: row.created_at, members: row.members as M }
}
