/** `/directoryObjects`: an object by its id alone, or up to 1,000 of them. [documented: directoryObject] */
import {
  directoryDeviceType,
  groupType,
  servicePrincipalType,
  userType,
} from 'taxiway-autopilot/graph'
import { z } from 'zod'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { applicationSet } from '../applications/applications.ts'
import { principalSet } from '../applications/service-principals.ts'
import { ofType } from '../bodies/known-members.ts'
import type { GraphVersion } from '../entity-set.ts'
import { queryOptions } from '../odata/query-options.ts'
import { parseShape, shaped } from '../odata/shape.ts'
import { userSet } from './directory.ts'
import { directoryDeviceSet } from './directory-devices.ts'
import { objectSet, objectsNamed } from './directory-objects.ts'
import { type GroupDeps, groupSet } from './group-set.ts'
import { notThere, objectId } from './reference.ts'

const sets = [
  objectSet(userSet),
  objectSet(groupSet),
  objectSet(directoryDeviceSet),
  objectSet(principalSet),
  objectSet(applicationSet),
] as const

/** Kinds of objects of the directory of which there are none here. */
const others = ['administrativeUnit', 'contract', 'directoryRole', 'orgContact', 'organization']

const lookUp = z.object({
  // [documented: directoryobject-getbyids]
  ids: z.array(z.string()).max(1_000, { error: 'are more than the 1,000 of one request' }),
  types: z.array(z.string()).nullish(),
})
ofType(lookUp, { ignored: [] })

const types = {
  type: groupType,
  derived: [userType, directoryDeviceType, servicePrincipalType],
}

const permission = 'groups.read'
const route = routesWith<GroupDeps & { readonly now: () => Date }>()

export function directoryObjectRoutes({ links, version }: GraphVersion) {
  const routes: readonly Route<GroupDeps & { readonly now: () => Date }>[] = [
    route({
      method: 'GET',
      path: '/directoryobjects/:id',
      permission,
      async handle({ ports, caller, parameter, request }) {
        const options = queryOptions(request.options, ['$select', '$format'])
        const shape = parseShape(options, types, version)
        const id = parameter('id', ids.directoryObject)
        const [object] = await objectsNamed(ports, { caller, sets }, [id])
        if (object === undefined) throw notThere(id)
        const context = links.context(request, 'directoryObjects/$entity')
        return { '@odata.context': context, ...shaped(object, shape) }
      },
    }),
    route({
      method: 'POST',
      path: '/directoryobjects/getbyids',
      permission,
      body: lookUp,
      async handle({ ports, caller, body, request }) {
        queryOptions(request.options, [])
        const wanted = body.ids.map(objectId)
        const asked = { caller, sets: setsOf(body.types ?? []) }
        return {
          '@odata.context': links.context(request, 'directoryObjects'),
          value: await objectsNamed(ports, asked, wanted),
        }
      },
    }),
  ]
  return routes
}

function setsOf(names: readonly string[]) {
  const lower = names.map((name) => name.replace(/^#?microsoft\.graph\./i, '').toLowerCase())
  const known = [...sets.map(({ name }) => name), ...others, 'directoryObject']
  const isKnown = (name: string) => known.some((each) => each.toLowerCase() === name)
  const unknown = lower.find((name) => !isKnown(name))
  if (unknown !== undefined)
    throw new DomainError(
      'request-invalid',
      `types: there is no kind of directory object '${unknown}'. Known are ${known.join(', ')}.`,
    )
  if (lower.length === 0 || lower.includes('directoryobject')) return sets
  return sets.filter(({ name }) => lower.includes(name.toLowerCase()))
}
