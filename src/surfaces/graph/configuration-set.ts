/** A set of stored policies: read, made, changed, deleted and assigned to groups, all by one description. */
import type { EntityType } from 'taxiway-autopilot/graph'
import { z } from 'zod'
import type { Permission } from '../../core/access/permissions.ts'
import { DomainError } from '../../core/errors.ts'
import type { Groups } from '../../core/groups/group.ts'
import { ids, type RecordId } from '../../core/ids.ts'
import {
  type Configuration,
  type ConfigurationField,
  type Configurations,
  configurationFieldTypes,
  createConfiguration,
  updateConfiguration,
} from '../../core/inventory/configuration.ts'
import {
  findRecord,
  type Members,
  removeRecord,
  type Stored,
} from '../../core/inventory/records.ts'
import { type Input, type Route, routesWith } from '../http/route.ts'
import { assignmentId, checkedTarget, policyTarget } from './configuration-targets.ts'
import { type EntitySet, entityBody, type GraphVersion, readRoutes } from './entity-set.ts'
import { defaultMembers, givenMembers } from './given-members.ts'
import { time } from './present-time.ts'

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
  /** The member that it is called by. */
  readonly nameMember: 'displayName' | 'name'
  /** Members on the wire beside those that were given. */
  readonly shown?: (of: Configuration) => object
  /** The member of `assign` that holds the assignments; absent = these are not assigned. */
  readonly assignments?: string
  /** How ids end, after the own one. [observed] */
  readonly suffix?: (type: string) => string
}

const audit = { category: 'Other', resource: 'DeviceConfiguration' } as const
const route = routesWith<ConfigurationDeps>()

/** Its members are the schema's, and checked against that. */
const body = z.record(z.string(), z.unknown())
export function configurationRoutes(
  of: ConfigurationSet,
  graph: GraphVersion,
): readonly Route<ConfigurationDeps>[] {
  const set = entitySet(of)
  const base = `/${of.path.toLowerCase()}`
  const placeOf = ({ ports, caller }: Pick<Input<ConfigurationDeps>, 'ports' | 'caller'>) => ({
    records: of.records(ports),
    tenantId: caller.tenantId,
    now: ports.now(),
  })
  const changing = { permission: of.write, audit } as const
  return [
    ...readRoutes(set, graph),
    route({
      ...changing,
      method: 'POST',
      path: base,
      body,
      status: 201,
      async handle(input) {
        const type = typeOf(of, typeNamed(input.body))
        const wanted = wantedOf(of, type, input.body)
        if (wanted.name === undefined)
          throw new DomainError('request-invalid', `'${of.nameMember}' is missing.`)
        const row = await createConfiguration(placeOf(input), {
          settings: [],
          templateFamily: '',
          ...wanted,
          name: wanted.name,
          type: type.name,
        })
        return await entityBody(input, { set, graph, row })
      },
    }),
    route({
      ...changing,
      method: 'PATCH',
      path: `${base}/:id`,
      body,
      async handle(input) {
        const id = input.parameter('id', ids.configuration)
        const known = await findRecord(of.records(input.ports), input.caller.tenantId, id)
        const type = typeOf(of, typeNamed(input.body) ?? known.members.type)
        if (type.name !== known.members.type)
          throw new DomainError('request-invalid', `It is a ${known.members.type} and stays one.`)
        const { name = known.members.name, ...more } = wantedOf(of, type, input.body)
        const row = await updateConfiguration(placeOf(input), id, { name, ...more })
        return await entityBody(input, { set, graph, row })
      },
    }),
    route({
      ...changing,
      method: 'DELETE',
      path: `${base}/:id`,
      status: 204,
      handle: ({ ports, caller, parameter }) =>
        removeRecord(of.records(ports), caller.tenantId, parameter('id', ids.configuration)),
    }),
    ...(of.assignments === undefined ? [] : assignmentRoutes(of, of.assignments, graph)),
  ]
}

function assignmentRoutes(
  of: ConfigurationSet,
  member: string,
  { links }: GraphVersion,
): readonly Route<ConfigurationDeps>[] {
  const base = `/${of.path.toLowerCase()}/:id`
  const assignRequest = z.object({ [member]: z.array(z.object({ target: policyTarget })).max(500) })
  const answer = (input: Input<ConfigurationDeps, unknown>, row: Stored<Configuration>) => ({
    '@odata.context': links.context(input.request, `${of.path}('${idOf(of, row)}')/assignments`),
    value: row.members.targets.map((each) => ({ id: assignmentId(row.id, each), target: each })),
  })
  return [
    route({
      method: 'GET',
      path: `${base}/assignments`,
      permission: of.read,
      async handle(input) {
        const id = input.parameter('id', ids.configuration)
        return answer(input, await findRecord(of.records(input.ports), input.caller.tenantId, id))
      },
    }),
    route({
      method: 'POST',
      path: `${base}/assign`,
      permission: of.write,
      audit: { ...audit, action: 'assign' },
      body: assignRequest,
      async handle(input) {
        const { ports, caller } = input
        const given = Object.values(input.body)[0] ?? []
        const targets: Members[] = []
        for (const each of given)
          targets.push(await checkedTarget(ports.groups, caller.tenantId, each.target))
        const place = { records: of.records(ports), tenantId: caller.tenantId, now: ports.now() }
        const id = input.parameter('id', ids.configuration)
        return answer(input, await updateConfiguration(place, id, { targets }))
      },
    }),
  ]
}

function typeNamed(given: z.output<typeof body>): string | undefined {
  const name = given['@odata.type']
  return typeof name === 'string' ? name : undefined
}

function typeOf({ type, derived }: ConfigurationSet, given: string | undefined): EntityType {
  const possible = derived ?? [type]
  const [only, second] = possible
  if (given === undefined && only !== undefined && second === undefined) return only
  const name = given?.replace(/^#?microsoft\.graph\./i, '').toLowerCase()
  const found = possible.find((each) => each.name.toLowerCase() === name)
  if (found !== undefined) return found
  throw new DomainError(
    'request-invalid',
    `'@odata.type' must be one of ${possible.map((each) => `#microsoft.graph.${each.name}`).join(', ')}.`,
  )
}

function wantedOf(
  { nameMember }: ConfigurationSet,
  type: EntityType,
  given: Readonly<Record<string, unknown>>,
) {
  const { settings, ...members } = given
  const { [nameMember]: name, ...rest } = givenMembers(type, members)
  const family = templateFamilyOf(rest)
  return {
    ...(typeof name === 'string' && name.trim() !== '' && { name }),
    ...(Array.isArray(settings) && { settings }),
    ...(family !== undefined && { templateFamily: family }),
    given: rest,
  }
}

function templateFamilyOf({ templateReference }: Members): string | undefined {
  if (typeof templateReference !== 'object' || templateReference === null) return undefined
  const family = Reflect.get(templateReference, 'templateFamily')
  return typeof family === 'string' ? family : undefined
}

function entitySet(
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

function idOf({ suffix }: ConfigurationSet, { id, members }: Stored<Configuration>): string {
  return suffix === undefined ? id : `${id}_${suffix(members.type)}`
}
