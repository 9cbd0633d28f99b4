/** Receipts by what became of their rows. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { TenantId } from '../../core/ids.ts'
import type { ImportedDeviceField } from '../../core/imports/imported-device.ts'
import type { Filter } from '../../core/query.ts'
import { fold } from '../../core/query-match.ts'
import { refuseBadValue } from '../sql/bad-value.ts'
import { filterToSql } from '../sql/filter-to-sql.ts'
import type { Store } from '../sql/store.ts'
import { receiptColumns } from './receipt-columns.ts'

export type InState = {
  readonly from: RawBuilder<unknown>
  readonly within: RawBuilder<SqlBool>
  /** What else is asked for. */
  readonly rest: Filter<ImportedDeviceField>
}

/** Refused and undecided rows are few among all, and listed by themselves. Undefined: neither is asked for. */
export async function stateIn(
  db: Store['db'],
  tenantId: TenantId,
  filter: Filter<ImportedDeviceField> | undefined,
): Promise<InState | undefined> {
  const parts = filter?.kind === 'and' ? filter.parts : filter ? [filter] : []
  const errors = parts.filter(isOfError)
  if (errors.length > 0) {
    // That they are refused goes without saying; asked again, the database would guess how many of them are.
    const rest = parts.filter((part) => !isOfError(part) && stateOf(part) !== 'error')
    const refusals = await refusalsOf(db, tenantId, { kind: 'and', parts: errors })
    return { rest: { kind: 'and', parts: rest }, ...refusedFor(refusals) }
  }
  const chosen = parts.find((part) => stateOf(part) === 'error' || stateOf(part) === 'unknown')
  if (chosen === undefined) return undefined
  const rest = parts.filter((part) => part !== chosen)
  const state = stateOf(chosen) === 'error' ? refused : undecided
  return { rest: { kind: 'and', parts: rest }, ...state }
}

/** Whether it holds only for refused rows, as it asks for a number or a name. */
function isOfError(part: Filter<ImportedDeviceField>): boolean {
  if (part.kind !== 'compare' || part.op !== 'eq' || part.value === null) return false
  return (
    (part.field === 'errorCode' && Number(part.value) !== 0) ||
    (part.field === 'errorName' && !['', 'none'].includes(fold(String(part.value))))
  )
}

/** Those for which rows of the tenant were refused, of which there are few: each is looked for after the one before. */
async function refusalsOf(
  db: Store['db'],
  tenantId: TenantId,
  errors: Filter<ImportedDeviceField>,
): Promise<readonly string[]> {
  const { rows } = await sql<{ refusal: string }>`with recursive each(refusal) as (
      select min(refused_for) from refused_row where tenant_id = ${tenantId}
      union all
      select (select min(refused_for) from refused_row where tenant_id = ${tenantId} and refused_row.refused_for > each.refusal)
      from each where each.refusal is not null)
    select refusal from (select refusal, 'error' as status from each) as refused where refusal is not null and (${filterToSql(errors, receiptColumns)})`
    .execute(db)
    .catch(refuseBadValue)
  return rows.map(({ refusal }) => refusal)
}

const refused = { from: refusedRows(sql`true`), within: sql<SqlBool>`true` }

function refusedFor(refusals: readonly string[]): Pick<InState, 'from' | 'within'> {
  const [first, ...others] = refusals
  if (first === undefined) return { ...refused, within: sql<SqlBool>`false` }
  // A single one is in the order of the list.
  if (others.length === 0)
    return { ...refused, from: refusedRows(sql`refused_row.refused_for = ${first}`) }
  return { ...refused, from: refusedRows(sql`refused_row.refused_for = any(${refusals}::text[])`) }
}

function refusedRows(wanted: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select import_row.* from refused_row join import_row using (import_id, row_number)
    where refused_row.tenant_id = import_row.tenant_id and ${wanted}) as import_row`
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
