/**
 * Pages of identities as the real service gives them: in the order of serial numbers, with a next link that names the
 * last one, `$skiptoken=LastSerialNumber='…'`. [observed: microsoft-graph-docs#8186]
 */
import type { Device } from '../../../core/devices/device.ts'
import type { DeviceField } from '../../../core/devices/device-field.ts'
import type { Filter, ListQuery, Rows } from '../../../core/query.ts'

type List = (query: ListQuery<DeviceField>) => Promise<Rows<Device>>

const form = /^LastSerialNumber='((?:[^']|'')*)'$/

/** `list` with such tokens, unless another order is asked for or a page holds a single device. */
export async function pageBySerial(
  list: List,
  query: ListQuery<DeviceField>,
): Promise<Rows<Device>> {
  const { order = [], page } = query
  if (order.length > 0 || page.limit < 2) return await list(query)
  const { after, ...rest } = page
  const [, last] = form.exec(after ?? '') ?? []
  const start =
    last === undefined
      ? query
      : and(query, {
          kind: 'compare',
          field: 'serialNumber',
          op: 'gt',
          value: last.replaceAll("''", "'"),
        })
  const found = await list({
    ...start,
    order: [{ field: 'serialNumber', descending: false }],
    page: rest,
  })
  const whole =
    last === undefined || !query.count ? found : { ...found, ...(await totalOf(list, query)) }
  const serialNumber = found.rows.at(-1)?.serialNumber
  if (found.next === undefined || serialNumber === undefined) return whole
  // A token cannot tell devices of one serial number apart, so they are all on one page.
  const namesakes = await list(
    and(
      { page: { limit: maxNamesakes } },
      { kind: 'compare', field: 'serialNumber', op: 'eq', value: serialNumber },
    ),
  )
  const shown = new Set(found.rows.map(({ id }) => id))
  const others = namesakes.rows.filter(({ id }) => !shown.has(id))
  return {
    ...whole,
    rows: [...found.rows, ...others],
    next: `LastSerialNumber='${serialNumber.replaceAll("'", "''")}'`,
  }
}

/** Of all pages, whichever this is. */
async function totalOf(list: List, query: ListQuery<DeviceField>): Promise<{ total?: number }> {
  const { total } = await list({ ...query, page: { limit: 0 } })
  return total === undefined ? {} : { total }
}

const maxNamesakes = 1_000

function and(query: ListQuery<DeviceField>, more: Filter<DeviceField>): ListQuery<DeviceField> {
  const { filter } = query
  return { ...query, filter: filter === undefined ? more : { kind: 'and', parts: [filter, more] } }
}
