/** A page of all devices of a tenant in the order of registration, as most lists request it: one prepared statement. */
import type { Device } from '../../core/devices/device.ts'
import type { DeviceField } from '../../core/devices/device-field.ts'
import type { TenantId } from '../../core/ids.ts'
import type { ListQuery, Rows } from '../../core/query.ts'
import { cursorText, idInCursor } from '../sql/cursor.ts'
import type { Store } from '../sql/store.ts'
import { type DeviceRow, deviceColumnList, toDevice } from './device-rows.ts'

/** A page of all devices in the default order, as most lists request. */
export function isPlain({ filter, order = [], count, page }: ListQuery<DeviceField>): boolean {
  return filter === undefined && order.length === 0 && !count && !page.skip && page.limit > 0
}

/**
 * The most common page sizes. Their statements contain the limit: with a parameter, PostgreSQL assumes a tenth of
 * the table and plans again each time, which costs half as much as the page.
 */
const usualSizes: ReadonlySet<number> = new Set([1, 10, 20, 25, 50, 100, 200, 250, 500, 999, 1_000])

/** The same result as any other list, from one prepared statement. */
export async function plainPage(
  pool: Store['pool'],
  tenantId: TenantId,
  { limit, after }: ListQuery['page'],
): Promise<Rows<Device>> {
  const { rows } = await pool.query<DeviceRow>(
    after === undefined ? firstPage(tenantId, limit) : pageFrom(tenantId, limit, idInCursor(after)),
  )
  const shown = rows.slice(0, limit).map((row) => toDevice(tenantId, row))
  const last = shown.at(-1)
  return {
    rows: shown,
    ...(rows.length > limit && last !== undefined && { next: cursorText([last.id]) }),
  }
}

const devicesOfTenant = `select ${deviceColumnList} from device where tenant_id = $1`

/** Names no place to begin at: for a condition on it PostgreSQL plans each time, which takes longer than the page. */
function firstPage(tenantId: TenantId, limit: number) {
  const text = `${devicesOfTenant} order by device_id limit`
  return usualSizes.has(limit)
    ? { name: `device-first-${limit}`, text: `${text} ${limit + 1}`, values: [tenantId] }
    : { name: 'device-first', text: `${text} $2`, values: [tenantId, limit + 1] }
}

/** The place is a query of its own, as of which a new plan knows no more than one that is kept. */
function pageFrom(tenantId: TenantId, limit: number, place: string) {
  const text = `${devicesOfTenant} and device_id > (select $2::uuid) order by device_id limit`
  return usualSizes.has(limit)
    ? { name: `device-page-${limit}`, text: `${text} ${limit + 1}`, values: [tenantId, place] }
    : { name: 'device-page', text: `${text} $3`, values: [tenantId, place, limit + 1] }
}
