/** Routes of a set of stored policies: read, made, changed, deleted. */
import type { EntityType } from 'taxiway-autopilot/graph'
import { z } from 'zod'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import { createConfiguration, updateConfiguration } from '../../../core/inventory/configuration.ts'
import { findRecord, type Members, removeRecord } from '../../../core/inventory/records.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import { givenMembers } from '../bodies/given-members.ts'
import { entityBody, type GraphVersion, readRoutes } from '../entity-set.ts'
import { assignmentRoutes } from './assignment-routes.ts'
import { type ConfigurationDeps, type ConfigurationSet, entitySet } from './configuration-set.ts'

const audit = { category: 'Other', resource: 'DeviceConfiguration' } as const
const route = routesWith<ConfigurationDeps>()

/** Its members are the schema's, and checked against that. */
export const body = z.record(z.string(), z.unknown())
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
      alone: true,
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
