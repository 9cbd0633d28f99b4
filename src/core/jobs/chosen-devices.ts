/** Which devices a job is about: those that were named, or those that a filter finds when the job starts. */
import type { Device, Devices } from '../devices/device.ts'
import type { DeviceList, StoredListField } from '../devices/device-list.ts'
import { DomainError } from '../errors.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import type { Filter } from '../query.ts'

/** Ids read at a time. */
const slice = 5_000
/** Devices read at a time, each as a whole. */
export const devicesAtATime = 1_000

export type Selection =
  | { readonly ids: readonly DeviceId[] }
  | {
      readonly filter: Filter<StoredListField> | undefined
      readonly except: ReadonlySet<DeviceId>
      /** How many devices the person saw; a different number now is refused. */
      readonly expectedCount: number
    }

export async function chosenIds(
  list: DeviceList,
  tenantId: TenantId,
  selection: Selection,
): Promise<readonly DeviceId[]> {
  if ('ids' in selection) return [...new Set(selection.ids)]
  const { filter, except, expectedCount } = selection
  const found: DeviceId[] = []
  for (let after: DeviceId | undefined; ; ) {
    const query = { limit: slice, ...(filter && { filter }), ...(after && { after }) }
    const ids = await list.ids(tenantId, query)
    found.push(...ids.filter((id) => !except.has(id)))
    after = ids.at(-1)
    if (ids.length < slice || after === undefined) break
  }
  if (found.length !== expectedCount) {
    throw new DomainError(
      'conflict',
      `${found.length} devices match now, not ${expectedCount}. Look at the list again.`,
    )
  }
  return found
}

export async function devicesById(
  devices: Pick<Devices, 'list'>,
  tenantId: TenantId,
  ids: readonly DeviceId[],
): Promise<ReadonlyMap<DeviceId, Device>> {
  if (ids.length === 0) return new Map()
  const filter = { kind: 'in', field: 'id', values: ids } as const
  const { rows } = await devices.list(tenantId, { filter, page: { limit: ids.length } })
  return new Map(rows.map((device) => [device.id, device]))
}
