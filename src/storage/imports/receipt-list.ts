/** Lists of receipts, in order of imports and rows unless another order is requested. */
import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import { splitReceiptId, type TenantId } from '../../core/ids.ts'
import type { ImportedDeviceField } from '../../core/imports/imported-device.ts'
import type { Filter, ListQuery, Order, Rows } from '../../core/query.ts'
import { simplified } from '../../core/query-simplify.ts'
import { filterToSql } from '../sql/filter-to-sql.ts'
import { listRows } from '../sql/list-rows.ts'
import type { Store } from '../sql/store.ts'
import type { ImportRowTable } from '../sql/tables/imports.ts'
import { type Place, receiptColumns } from './receipt-columns.ts'
import { stateIn } from './receipt-states.ts'

export async function listReceipts(
  { db }: Store,
  tenantId: TenantId,
  query: ListQuery<ImportedDeviceField>,
): Promise<Rows<Selectable<ImportRowTable>>> {
  const { filter: given, order = [], ...page } = query
  // A reader's reach and what is asked for are parts of one filter.
  const filter = given && simplified(given)
  const parts = filter?.kind === 'and' ? filter.parts : filter ? [filter] : []
  const placed = parts.find((part) => placeIn(part) !== undefined)
  const near = placed && placeIn(placed)
  const state = near === undefined ? await stateIn(db, tenantId, filter) : undefined
  const others = { kind: 'and', parts: parts.filter((part) => part !== placed) } as const
  const rest = near === undefined ? (state?.rest ?? filter) : others
  const own = sql<SqlBool>`tenant_id = ${tenantId} and ${near ?? state?.within ?? sql`true`}`
  return await listRows<Selectable<ImportRowTable>, ImportedDeviceField | Place>(
    db,
    {
      from: state?.from ?? sql.table('import_row'),
      within: own,
      columns: receiptColumns,
      ids: ['import', 'row'],
    },
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

/** What an index finds without a walk over the tenant's receipts: one id or importId, or all from an id on. */
function placeIn(filter: Filter<ImportedDeviceField>): RawBuilder<SqlBool> | undefined {
  if (filter.kind !== 'compare' || typeof filter.value !== 'string') return undefined
  const { field, op, value } = filter
  if (field === 'importId' && op === 'eq') return byImportId(value)
  if (field !== 'id') return undefined
  if (op === 'eq') return byId(filter, value)
  return op === 'ge' ? fromId(value) : undefined
}

/** However its id is spelled; the filter says which spellings it takes. */
function byId(filter: Filter<ImportedDeviceField>, id: string): RawBuilder<SqlBool> {
  const key = splitReceiptId(id)
  if (key === undefined) return sql<SqlBool>`false`
  return sql<SqlBool>`(import_id = ${key.importId}::uuid and row_number = ${key.rowNumber}
    and ${filterToSql(filter, receiptColumns)})`
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
