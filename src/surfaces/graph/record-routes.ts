/** What all sets of stored records share: read through one description, deleted by id. */

import type { EntityType } from 'taxiway-autopilot/graph'
import type { Permission } from '../../core/access/permissions.ts'
import { ids } from '../../core/id-kinds.ts'
import type { RecordId } from '../../core/ids.ts'
import {
  findRecord,
  type Records,
  removeRecord,
  type Stored,
} from '../../core/inventory/records.ts'
import type { FieldTypes } from '../../core/query.ts'
import { type AuditName, type Route, routesWith } from '../http/route.ts'
import { type EntitySet, type Expand, type GraphVersion, readRoutes } from './entity-set.ts'

export type RecordSet<Ports, M, Field extends string> = {
  readonly path: string
  readonly type: EntityType
  readonly records: (ports: Ports) => Records<M, Field>
  readonly read: Permission
  readonly fields: Readonly<Record<string, Field>>
  readonly types: FieldTypes<Field>
  readonly unsetDates?: readonly Field[]
  readonly pageSize?: number
  readonly counted?: 'always' | 'strict'
  readonly present: (record: Stored<M>) => object
  readonly expand?: Readonly<Record<string, Expand<Stored<M>>>>
}

export function recordSet<Ports, M, Field extends string>({
  records,
  present,
  expand,
  ...rest
}: RecordSet<Ports, M, Field>): EntitySet<Ports, Stored<M>, Field, RecordId> {
  return {
    ...rest,
    id: ids.record,
    rows: (ports) => ({
      list: (tenantId, query) => records(ports).list(tenantId, query),
      find: (tenantId, id) => findRecord(records(ports), tenantId, id),
      present: async (rows) => rows.map(present),
      ...(expand && { expand }),
    }),
  }
}

export function recordRoutes<Ports, M, Field extends string>(
  set: RecordSet<Ports, M, Field>,
  remove: { readonly permission: Permission; readonly audit: AuditName },
  graph: GraphVersion,
): readonly Route<Ports>[] {
  const route = routesWith<Ports>()
  return [
    ...readRoutes(recordSet(set), graph),
    route({
      ...remove,
      method: 'DELETE',
      path: `/${set.path.toLowerCase()}/:id`,
      status: 204,
      handle: ({ ports, caller, parameter }) =>
        removeRecord(set.records(ports), caller.tenantId, parameter('id', ids.record)),
    }),
  ]
}
