/** The device list within a request's scope: devices outside its group tags are neither listed nor counted. */

import { currentScope } from '../acting.ts'
import type { Filter } from '../query.ts'
import type { DeviceList, StoredListField } from './device-list.ts'

export function scopedDeviceList(list: DeviceList): DeviceList {
  return {
    page: (tenantId, query) => list.page(tenantId, reached(query)),
    facet: (tenantId, query) => list.facet(tenantId, reached(query)),
    count: (tenantId, filter) => list.count(tenantId, reached({ filter }).filter),
    ids: (tenantId, query) => list.ids(tenantId, reached(query)),
  }
}

type Filtered = { readonly filter?: Filter<StoredListField> | undefined }

function reached<Query extends Filtered>(
  query: Query,
): Query & { filter?: Filter<StoredListField> } {
  const { filter, ...rest } = query
  const scope = currentScope()
  const own: readonly Filter<StoredListField>[] = scope.whole
    ? []
    : [
        scope.device === undefined
          ? { kind: 'in', field: 'groupTag', values: scope.tags }
          : { kind: 'in', field: 'id', values: [scope.device] },
      ]
  const parts = [...own, ...(filter === undefined ? [] : [filter])]
  const [only] = parts
  const joined = parts.length > 1 ? ({ kind: 'and', parts } as const) : only
  return { ...rest, ...(joined && { filter: joined }) } as Query & {
    filter?: Filter<StoredListField>
  }
}
