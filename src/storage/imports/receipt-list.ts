/** Lists of receipts, in order of imports and rows unless another order is requested. */
import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import { refusals } from 'taxiway-autopilot'
import { splitReceiptId, type TenantId } from '../../core/ids.ts'
import type { ImportedDeviceField } from '../../core/imports/imported-device.ts'
import type { Filter, ListQuery, Order, Rows } from '../../core/query.ts'
import { fold } from '../../core/query-match.ts'
import { type Columns, column, required } from '../sql/columns.ts'
import { listRows } from '../sql/list-rows.ts'
import type { Store } from '../sql/store.ts'
import type { ImportRowTable } from '../sql/tables/imports.ts'

const receipt = sql`(left(import_id::text, 28) || lpad(to_hex(row_number), 8, '0'))`

/** As clients read them: the code that goes with the name, or what an emulator was set to report. */
const codes = sql.join(
  Object.entries(refusals).map(
    ([name, { code }]) => sql`when ${sql.lit(name)} then ${sql.lit(code)}`,
  ),
  sql` `,
)
const errorCode = sql`(case when refusal ~ '^-?[0-9]+ ' then split_part(refusal, ' ', 1)::integer
  else (case refusal ${codes} else 0 end) end)`
const errorName = sql`coalesce(regexp_replace(refusal, '^-?[0-9]+ ', ''), '')`

/** The time that the import's id begins with (RFC 9562 section 5.7). */
const submittedAt = sql`to_timestamp(('x' || lpad(left(replace(import_id::text, '-', ''), 12), 16, '0'))::bit(64)::bigint / 1000.0)`

/** The order of ids in terms of the index's columns. */
type Place = 'import' | 'row'

const columns: Columns<ImportedDeviceField | Place> = {
  id: { type: 'text', nullable: false, sql: receipt },
  importId: { type: 'text', nullable: false, sql: sql`coalesce(client_import_id, ${receipt})` },
  serialNumber: {
    ...column('serial_number'),
    usually: { value: '', unless: sql<SqlBool>`serial_number <> ''` },
  },
  productKey: column('product_key'),
  groupTag: column('group_tag'),
  assignedUserPrincipalName: column('assigned_user_principal_name'),
  status: {
    type: 'text',
    nullable: false,
    sql: sql`(case status when 'undecided' then 'unknown' else status end)`,
  },
  errorCode: { type: 'number', nullable: false, sql: errorCode },
  errorName: { type: 'text', nullable: false, sql: errorName },
  deviceId: { type: 'text', nullable: false, sql: sql`coalesce(device_id::text, '')` },
  submittedAt: { type: 'date', nullable: false, sql: submittedAt },
  submittedBy: column('submitted_by'),
  decidedAt: column('decided_at', 'date'),
  import: column('import_id', 'id', required),
  row: column('row_number', 'number', required),
}

export async function listReceipts(
  { db }: Store,
  tenantId: TenantId,
  query: ListQuery<ImportedDeviceField>,
): Promise<Rows<Selectable<ImportRowTable>>> {
  const { filter, order = [], ...page } = query
  const near = placeIn(filter)
  const state = near === undefined ? stateIn(filter) : undefined
  const rest = near === undefined ? (state?.rest ?? filter) : undefined
  const own = sql<SqlBool>`tenant_id = ${tenantId} and ${near ?? state?.within ?? sql`true`}`
  return await listRows<Selectable<ImportRowTable>, ImportedDeviceField | Place>(
    db,
    { from: state?.from ?? sql.table('import_row'), within: own, columns, ids: ['import', 'row'] },
    { ...page, order: order.flatMap(indexed), ...(rest !== undefined && { filter: rest }) },
  )
}

/** Ids and times of imports are in the order of the index: they are made of each other. */
function indexed(order: Order<ImportedDeviceField>): readonly Order<ImportedDeviceField | Place>[] {
  const { field, descending } = order
  if (field === 'submittedAt') return [{ field: 'import', descending }]
  if (field !== 'id') return [order]
  return [
    { field: 'import', descending },
    { field: 'row', descending },
  ]
}

type InState = {
  readonly from: RawBuilder<unknown>
  readonly within: RawBuilder<SqlBool>
  /** What else is asked for. */
  readonly rest: Filter<ImportedDeviceField>
}

/** Refused and undecided rows are few among all, and listed by themselves. Undefined: neither is asked for. */
function stateIn(filter: Filter<ImportedDeviceField> | undefined): InState | undefined {
  const parts = filter?.kind === 'and' ? filter.parts : filter ? [filter] : []
  const chosen = parts.find((part) => stateOf(part) === 'error' || stateOf(part) === 'unknown')
  if (chosen === undefined) return undefined
  const rest: Filter<ImportedDeviceField> = {
    kind: 'and',
    parts: parts.filter((part) => part !== chosen),
  }
  return stateOf(chosen) === 'error' ? { rest, ...refused } : { rest, ...undecided }
}

const refused = {
  from: sql`(select import_row.* from refused_row join import_row using (import_id, row_number)
    where refused_row.tenant_id = import_row.tenant_id) as import_row`,
  within: sql<SqlBool>`true`,
}

const undecided = {
  from: sql`(select import_row.* from import_work join import_row using (import_id)
    where import_work.tenant_id = import_row.tenant_id and import_row.row_number >= import_work.next_row) as import_row`,
  within: sql<SqlBool>`status = 'undecided'`,
}

function stateOf(part: Filter<ImportedDeviceField>): string | undefined {
  if (part.kind !== 'compare' || part.field !== 'status' || part.op !== 'eq') return undefined
  return fold(String(part.value ?? ''))
}

/** What an index finds without a walk over the tenant's receipts: one importId, or all from an id on. */
function placeIn(filter: Filter<ImportedDeviceField> | undefined): RawBuilder<SqlBool> | undefined {
  if (filter?.kind !== 'compare' || typeof filter.value !== 'string') return undefined
  const { field, op, value } = filter
  if (field === 'importId' && op === 'eq') return byImportId(value)
  return field === 'id' && op === 'ge' ? fromId(value) : undefined
}

/** Ids are compared as text, and in the order of that text the import's id comes before the row's number. */
function fromId(id: string): RawBuilder<SqlBool> | undefined {
  const key = id.startsWith('{') ? undefined : splitReceiptId(id)
  return key && sql<SqlBool>`(import_id, row_number) >= (${key.importId}::uuid, ${key.rowNumber})`
}

function byImportId(importId: string): RawBuilder<SqlBool> {
  const key = splitReceiptId(importId)
  const chosen = sql<SqlBool>`client_import_id = ${importId}`
  if (key === undefined) return chosen
  return sql<SqlBool>`(${chosen} or (client_import_id is null
    and import_id = ${key.importId}::uuid and row_number = ${key.rowNumber}))`
}
