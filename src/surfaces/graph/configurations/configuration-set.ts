/** One description of a set of stored policies, by which it is read and presented; its routes come from the same. */
import type { EntityType } from 'taxiway-autopilot/graph'
import type { Permission } from '../../../core/access/permissions.ts'
import type { Groups } from '../../../core/groups/group.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { RecordId } from '../../../core/ids.ts'
import {
  type Configuration,
  type ConfigurationField,
  type Configurations,
  configurationFieldTypes,
} from '../../../core/inventory/configuration.ts'
import { findRecord, type Stored } from '../../../core/inventory/records.ts'
import { defaultMembers } from '../bodies/given-members.ts'
import type { EntitySet } from '../entity-set.ts'
import { time } from '../present-time.ts'
import { assignmentId } from './configuration-targets.ts'

export type ConfigurationDeps = {
  readonly enrollmentConfigurations: Configurations
  readonly configurationPolicies: Configurations
  readonly assignmentFilters: Configurations
  readonly roleScopeTags: Configurations
  readonly groups: Groups
  readonly now: () => Date
}

export type ConfigurationSet = {
  readonly path: string
  readonly type: EntityType
  /** Those that can be made, where they are others than `type`. */
  readonly derived?: readonly EntityType[]
  readonly records: (ports: ConfigurationDeps) => Configurations
  readonly read: Permission
  readonly write: Permission
  /** The member that holds its name. */
  readonly nameMember: 'displayName' | 'name'
  /** Members on the wire beside those that were given. */
  readonly shown?: (of: Configuration) => object
  /** The member of `assign` that holds the assignments; absent = these are not assigned. */
  readonly assignments?: string
  /** How ids end, after the id of the configuration. [observed] */
  readonly suffix?: (type: string) => string
}

export function entitySet(
  of: ConfigurationSet,
): EntitySet<ConfigurationDeps, Stored<Configuration>, ConfigurationField, RecordId> {
  return {
    path: of.path,
    type: of.type,
    ...(of.derived && { derived: of.derived }),
    id: ids.configuration,
    read: of.read,
    fields: {
      id: 'id',
      [of.nameMember.toLowerCase()]: 'name',
      priority: 'priority',
      'templatereference/templatefamily': 'templateFamily',
      createddatetime: 'createdAt',
      lastmodifieddatetime: 'modifiedAt',
    },
    types: configurationFieldTypes,
    rows: (ports) => ({
      list: (tenantId, query) => of.records(ports).list(tenantId, query),
      find: (tenantId, id) => findRecord(of.records(ports), tenantId, id),
      present: async (rows) => rows.map((row) => presented(of, row)),
      expand: {
        assignments: async (rows) =>
          rows.map(({ id, members }) =>
            members.targets.map((each) => ({ id: assignmentId(id, each), target: each })),
          ),
        settings: async (rows) => rows.map(({ members }) => numbered(members)),
      },
    }),
  }
}

/** As Graph names them, from 0. [documented: deviceManagementConfigurationSetting] */
export function numbered({ settings }: Configuration): readonly object[] {
  return settings.map((each, i) => ({ ...(each as object), id: String(i) }))
}

function presented(of: ConfigurationSet, row: Stored<Configuration>): object {
  const { members, createdAt } = row
  const type = (of.derived ?? [of.type]).find(({ name }) => name === members.type) ?? of.type
  const values: Record<string, unknown> = {
    ...defaultMembers(type),
    ...members.given,
    [of.nameMember]: members.name,
    priority: members.priority,
    version: members.version,
    createdDateTime: time(createdAt),
    lastModifiedDateTime: members.modifiedAt,
    ...of.shown?.(members),
  }
  const known = Object.keys(defaultMembers(type))
  return {
    ...(of.derived && { '@odata.type': `#microsoft.graph.${type.name}` }),
    id: idOf(of, row),
    ...Object.fromEntries(known.map((name) => [name, values[name]])),
  }
}

export function idOf({ suffix }: ConfigurationSet, { id, members }: Stored<Configuration>): string {
  return suffix === undefined ? id : `${id}_${suffix(members.type)}`
}
