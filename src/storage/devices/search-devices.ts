/**
 * What people search for: a part of a serial number, name, user, tag or model. The first three differ from device to device
 * and have an index of their parts; of tags and models there are few, which the kept counts list.
 */
import { type SqlBool, sql } from 'kysely'
import type { StoredListField } from '../../core/devices/device-list.ts'
import type { TenantId } from '../../core/ids.ts'
import type { Filter } from '../../core/query.ts'
import { type Column, likePattern } from '../sql/columns.ts'
import type { Store } from '../sql/store.ts'

/** `named`: what differs from device to device. */
export type IndexedField = StoredListField | 'named'

/** As `migrations/0049_search.sql` indexes it. */
export const named: Column = {
  type: 'text',
  nullable: false,
  hasTrigrams: true,
  sql: sql`(serial_number || E'\n' || coalesce(display_name, '') || E'\n' || coalesce(user_principal_name, ''))`,
}

/** Without an index: see `bySearch`. */
export const searched: Column = {
  type: 'text',
  nullable: false,
  sql: sql`${named.sql} || E'\n' || coalesce(group_tag, '') || E'\n' || coalesce(model, '')`,
}

/** More tags and models than these are in every other device: the list comes across them in its own order. */
const maxValues = 200

type Wanted = {
  readonly tenantId: TenantId
  readonly filter: Filter<StoredListField> | undefined
}

/** The same filter, in terms of what has an index. */
export async function bySearch(
  db: Store['db'],
  { tenantId, filter }: Wanted,
): Promise<Filter<IndexedField> | undefined> {
  if (filter === undefined) return undefined
  const part = (each: Filter<StoredListField>) =>
    bySearch(db, { tenantId, filter: each }) as Promise<Filter<IndexedField>>
  if ('parts' in filter) return { ...filter, parts: await Promise.all(filter.parts.map(part)) }
  if ('part' in filter) return { ...filter, part: await part(filter.part) }
  if (filter.kind !== 'text' || filter.field !== 'searched' || filter.op !== 'contains')
    return filter
  // Only the whole text has line ends.
  if (filter.value.includes('\n')) return filter
  const values = await keptValues(db, tenantId, filter.value)
  if (values.length > maxValues) return filter
  const among = (field: 'groupTag' | 'model') =>
    ({
      kind: 'in',
      field,
      values: values.flatMap((each) => (each.field === field ? [each.value] : [])),
    }) as const
  return {
    kind: 'or',
    parts: [{ ...filter, field: 'named' }, among('groupTag'), among('model')],
  }
}

/** Tags and models with this part in them. */
async function keptValues(db: Store['db'], tenantId: TenantId, text: string) {
  const matching = (name: string) =>
    sql<SqlBool>`tenant_id = ${tenantId} and day is null and lower(${sql.ref(name)}) like lower(${likePattern('contains', text)}::text)`
  const { rows } = await sql<{ field: 'groupTag' | 'model'; value: string }>`
    select distinct 'groupTag' as field, lower(group_tag) as value from device_tally where ${matching('group_tag')}
    union all select distinct 'model', lower(model) from device_tally where ${matching('model')}
    limit ${maxValues + 1}`.execute(db)
  return rows
}
