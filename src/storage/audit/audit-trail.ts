/** Reads the audit trail from PostgreSQL: lists by keyset, newest or oldest first. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { AuditEntry } from '../../core/audit/audit.ts'
import type { AuditEvent, AuditField, AuditTrail } from '../../core/audit/audit-trail.ts'
import { subjectOf } from '../../core/audit/subjects.ts'
import type { TenantId } from '../../core/ids.ts'
import type { Filter, Order } from '../../core/query.ts'
import { type Column, type Columns, column, required } from '../sql/columns.ts'
import { listRows } from '../sql/list-rows.ts'
import type { Store } from '../sql/store.ts'
import { checkpointsOf } from './checkpoints.ts'
import { auditRecords } from './read-records.ts'
import { subjects } from './subject-index.ts'

const columns: Columns<AuditField> = {
  seq: column('seq', 'number', required),
  at: column('at', 'date', required),
  category: wordOf('category', '{category}'),
  activity: wordOf('activity', '{activity}'),
  operation: wordOf('operation', '{operation}'),
  result: wordOf('result', '{result}'),
  correlationId: inEntry('{correlationId}'),
  actor: {
    type: 'text',
    nullable: true,
    sql: sql`coalesce(actor, entry::jsonb #>> '{actor,userPrincipalName}', entry::jsonb #>> '{actor,applicationId}',
      entry::jsonb #>> '{actor,deviceId}', entry::jsonb #>> '{actor,proofId}', entry::jsonb #>> '{actor,kind}')`,
  },
  applicationId: wordOf('application', '{actor,applicationId}'),
  resource: {
    type: 'texts',
    // Finding the text is much cheaper than parsing every entry of the trail.
    any: (passes, equals = '') =>
      sql<SqlBool>`(position(lower(${equals}) in lower(entry)) > 0 and exists (
        select from jsonb_array_elements(coalesce(entry::jsonb -> 'resources', '[]')) as resource
        where ${passes(sql<string>`(resource ->> 'id')`)}))`,
  },
}

/** Entries scanned for distinct activities; older, rarer ones can still be found by name. */
const recent = 20_000

type Row = { tenant_id: TenantId; seq: string; at: Date; entry: string }

export function auditTrailIn({ db, pool }: Store): AuditTrail {
  return {
    async list(tenantId, query) {
      const list = {
        from: entriesAbout(tenantId, query.filter) ?? sql.table('audit_entry'),
        within: sql<SqlBool>`tenant_id = ${tenantId}`,
        columns,
        ids: ['seq'],
      } as const
      const order = byTime(query.order ?? [])
      const found = await listRows<Row, AuditField>(db, list, { ...query, order })
      return { ...found, rows: found.rows.map(toEvent) }
    },

    async find(tenantId, seq) {
      const { rows } = await pool.query<Row>(
        'select tenant_id, seq, at, entry from audit_entry where tenant_id = $1 and seq = $2',
        [tenantId, seq],
      )
      return rows[0] && toEvent(rows[0])
    },

    async activities(tenantId, category) {
      const { rows } = await pool.query<{ activity: string }>(
        `select distinct entry::jsonb ->> 'activity' as activity
         from (select entry from audit_entry where tenant_id = $1 order by seq desc limit ${recent}) as newest
         where $2::text is null or lower(entry::jsonb ->> 'category') = lower($2) order by 1`,
        [tenantId, category ?? null],
      )
      return rows.map(({ activity }) => activity)
    },

    records: (tenantId) => auditRecords(pool, tenantId),
    checkpoints: (tenantId) => checkpointsOf(pool, tenantId),
  }
}

/** Entries are numbered in the order of their times, by which indexes have them for every filter. */
function byTime(order: readonly Order<AuditField>[]): readonly Order<AuditField>[] {
  const [{ field, descending } = { field: 'seq', descending: false }, ...rest] = order
  if (field !== 'seq' || rest.length > 0) return order
  return [
    { field: 'at', descending },
    { field: 'seq', descending },
  ]
}

/** Those of one thing or request, of which there are few; nobody walks past all others to find them. Undefined: of anything. */
function entriesAbout(
  tenantId: TenantId,
  filter: Filter<AuditField> | undefined,
): RawBuilder<unknown> | undefined {
  const parts = filter?.kind === 'and' ? filter.parts : filter ? [filter] : []
  const id = parts.map(idIn).find((each) => each !== undefined)
  if (id === undefined) return undefined
  return sql`(select * from audit_entry where tenant_id = ${tenantId}
    and ${sql.raw(subjects)} @> array[decode(${subjectOf(id)}::text, 'hex')] offset 0) as audit_entry`
}

/** Letters beyond ASCII, which the index does not fold, are compared entry by entry. */
function idIn(part: Filter<AuditField>): string | undefined {
  const names =
    (part.kind === 'compare' && part.field === 'correlationId') ||
    (part.kind === 'any' && part.field === 'resource' && part.negated !== true)
  if (!names || part.op !== 'eq' || typeof part.value !== 'string') return undefined
  return /^[\x20-\x7e]+$/.test(part.value) ? part.value : undefined
}

function inEntry(path: string): Column {
  return { type: 'text', nullable: true, sql: sql`(entry::jsonb #>> ${sql.lit(path)})` }
}

/** As the indexes have it: entries from before these columns have none (migrations 0058 and 0068). */
function wordOf(
  name: 'activity' | 'result' | 'category' | 'operation' | 'application',
  path: string,
): Column {
  const word = sql`coalesce(${sql.ref(name)}, entry::jsonb #>> ${sql.lit(path)})`
  return { type: 'text', nullable: true, sql: word }
}

function toEvent({ tenant_id, seq, at, entry }: Row): AuditEvent {
  return { tenantId: tenant_id, seq: Number(seq), at, entry: JSON.parse(entry) as AuditEntry }
}
