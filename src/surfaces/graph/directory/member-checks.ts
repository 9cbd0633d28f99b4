/**
 * `checkMemberGroups`, `getMemberGroups` and their siblings: in which groups an object is, through other groups too.
 * Directory roles and administrative units, which the longer names cover as well, are none of these groups.
 * [documented: directoryobject-checkmembergroups, -getmembergroups]
 */
import { z } from 'zod'
import { ids } from '../../../core/id-kinds.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import { ofType } from '../bodies/known-members.ts'
import type { GraphVersion } from '../entity-set.ts'
import { queryOptions } from '../odata/query-options.ts'
import { groupsOf, type MemberKind, memberBases } from './member-of.ts'
import { type MemberDeps, membersNamed } from './members.ts'
import { notThere, objectId } from './reference.ts'

/** In one request. [documented] */
const tooManyIds = { error: 'are more than the 20 of one request' }
const checkedGroups = z.object({ groupIds: z.array(z.string()).max(20, tooManyIds) })
const checkedObjects = z.object({ ids: z.array(z.string()).max(20, tooManyIds) })
/** Every group here is one for security. */
const wantedGroups = z.object({ securityEnabledOnly: z.boolean().nullish() }).nullish()
for (const shape of [checkedGroups, checkedObjects]) ofType(shape, { ignored: [] })

const bases: readonly MemberKind[] = [
  ...memberBases,
  {
    base: '/directoryobjects/:id',
    async subject({ ports, caller: { tenantId }, parameter }) {
      const objectId = parameter('id', ids.directoryObject)
      const [member] = await membersNamed(ports, tenantId, [objectId])
      if (member === undefined) throw notThere(objectId)
      return member.kind === 'device' ? { objectId, device: member.device } : { objectId }
    },
  },
]

const route = routesWith<MemberDeps>()

export function memberCheckRoutes({ links }: GraphVersion): readonly Route<MemberDeps>[] {
  return bases.flatMap((kind) => {
    const declared = { method: 'POST', permission: 'groups.read' } as const
    const answer = (input: Input<MemberDeps>, value: readonly string[]) => ({
      '@odata.context': links.context(input.request, 'Collection(Edm.String)'),
      value,
    })
    const checked = async (input: Input<MemberDeps>, asked: readonly string[]) => {
      const among = new Set(await idsOfGroups(input, kind))
      return answer(
        input,
        [...new Set(asked.map(objectId))].filter((id) => among.has(id)),
      )
    }
    return [
      route({
        ...declared,
        path: `${kind.base}/checkmembergroups`,
        body: checkedGroups,
        handle: (input) => checked(input, input.body.groupIds),
      }),
      route({
        ...declared,
        path: `${kind.base}/checkmemberobjects`,
        body: checkedObjects,
        handle: (input) => checked(input, input.body.ids),
      }),
      ...['getmembergroups', 'getmemberobjects'].map((name) =>
        route({
          ...declared,
          path: `${kind.base}/${name}`,
          body: wantedGroups,
          handle: async (input) => answer(input, await idsOfGroups(input, kind)),
        }),
      ),
    ]
  })
}

async function idsOfGroups(
  input: Input<MemberDeps>,
  { subject }: MemberKind,
): Promise<readonly string[]> {
  queryOptions(input.request.options, [])
  const { tenantId } = input.caller
  const groups = await groupsOf(input.ports, {
    tenantId,
    subject: await subject(input),
    deep: true,
  })
  return groups.map(({ id }) => id)
}
