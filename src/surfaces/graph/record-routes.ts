/** What sets of stored records have in common: read by one description, deleted by id. */
import type { EntityType } from 'taxiway-autopilot/graph'
import type { Permission } from '../../core/access/permissions.ts'
import {
  findRecord,
  type Records,
  removeRecord,
  type Stored,
} from '../../core/inventory/records.ts'
import type { FieldTypes } from '../../core/query.ts'
import { type EntitySet, type GraphVersion, readRoutes } from './entity-set.ts'
import { parameter, type Route } from './routes.ts'

export type RecordSet<M, Field extends string> = {
  readonly path: string
  readonly type: EntityType
  readonly records: Records<M, Field>
  readonly read: Permission
  readonly fields: Readonly<Record<string, Field>>
  readonly types: FieldTypes<Field>
  readonly pageSize?: number
  readonly present: (record: Stored<M>) => object
}

export function recordSet<M, Field extends string>({
  records,
  present,
  ...rest
}: RecordSet<M, Field>): EntitySet<Stored<M>, Field> {
  return {
    ...rest,
    list: (tenantId, query) => records.list(tenantId, query),
    find: (tenantId, id) => findRecord(records, tenantId, id),
    present: async (rows) => rows.map(present),
  }
}

export function recordRoutes<M, Field extends string>(
  set: RecordSet<M, Field>,
  write: Permission,
  graph: GraphVersion,
): readonly Route[] {
  return [
    ...readRoutes(recordSet(set), graph),
    [
      'DELETE',
      `/${set.path.toLowerCase()}/:id`,
      write,
      async (c, { tenantId }) => {
        await removeRecord(set.records, tenantId, parameter(c, 'id'))
        return c.body(null, 204)
      },
    ],
  ]
}
