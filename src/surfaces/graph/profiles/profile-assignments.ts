/** The assignments of a profile, and devices that are given it by name. */
import { DomainError } from '../../../core/errors.ts'
import { groupNotFound } from '../../../core/groups/group.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { TenantId } from '../../../core/ids.ts'
import { assignProfile } from '../../../core/profiles/change-profile.ts'
import {
  type Assignment,
  findProfile,
  groupOf,
  type Profiles,
  type Target,
} from '../../../core/profiles/profile.ts'
import type { RequestView } from '../../http/request-view.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import type { GraphVersion } from '../entity-set.ts'
import { groupInAssignmentId, presentAssignment } from './present-profile.ts'
import { assignmentRequest, assignRequest, targetOf } from './profile-requests.ts'
import type { ProfileRouteDeps } from './profile-set.ts'
import { profileSetPath } from './profile-set.ts'

/** The id of the route's profile. */
export type ProfileIdOf = (input: Input<ProfileRouteDeps>) => Promise<string>

type Place = {
  /** The profile's path, in lower case. */
  readonly path: string
  readonly profileIdOf: ProfileIdOf
}

const audit = { category: 'Enrollment', resource: 'WindowsAutopilotDeploymentProfile' } as const
const route = routesWith<ProfileRouteDeps>()

export function assignmentRoutes(
  { links }: GraphVersion,
  { path, profileIdOf }: Place,
): readonly Route<ProfileRouteDeps>[] {
  const profileOf: ProfileIdOf = async (input) => {
    const id = await profileIdOf(input)
    return (await findProfile(input.ports.profiles, input.caller.tenantId, id)).id
  }
  const context = (request: RequestView, id: string, more = '') =>
    links.context(request, `${profileSetPath}('${id}')/assignments${more}`)
  const named = async (input: Input<ProfileRouteDeps>) => {
    const id = await profileOf(input)
    const group = groupInAssignmentId(input.parameter('assignment', ids.assignment), id) ?? ''
    const of = { tenantId: input.caller.tenantId, id }
    return { id, found: await assignmentTo(input.ports.profiles, of, group) }
  }

  return [
    route({
      method: 'GET',
      path: `${path}/assignments`,
      permission: 'profiles.read',
      async handle(input) {
        const id = await profileOf(input)
        const found = await input.ports.profiles.assignments(input.caller.tenantId, [id])
        return {
          '@odata.context': context(input.request, id),
          value: found.map(presentAssignment),
        }
      },
    }),
    route({
      method: 'POST',
      path: `${path}/assignments`,
      permission: 'profiles.assign',
      audit: { ...audit, action: 'assignments' },
      body: assignmentRequest,
      status: 201,
      async handle(input) {
        const { profiles } = input.ports
        const of = { tenantId: input.caller.tenantId, id: await profileOf(input) }
        const target = targetOf(input.body)
        if (input.ports.fidelity === 'strict') await refuseSecondForAll(profiles, of, target)
        else await requireGroup(input.ports.groups, of.tenantId, target)
        await assignProfile(profiles, of, target)
        const made = await assignmentTo(profiles, of, groupOf(target))
        return {
          '@odata.context': context(input.request, of.id, '/$entity'),
          ...presentAssignment(made),
        }
      },
    }),
    route({
      method: 'GET',
      path: `${path}/assignments/:assignment`,
      permission: 'profiles.read',
      async handle(input) {
        const { id, found } = await named(input)
        return {
          '@odata.context': context(input.request, id, '/$entity'),
          ...presentAssignment(found),
        }
      },
    }),
    route({
      method: 'DELETE',
      path: `${path}/assignments/:assignment`,
      permission: 'profiles.assign',
      audit: { ...audit, action: 'assignments' },
      status: 204,
      async handle(input) {
        const { id, found } = await named(input)
        const { ports, caller } = input
        await ports.profiles.unassign(caller.tenantId, id, groupOf(found.target))
        return undefined
      },
    }),
    route({
      method: 'POST',
      path: `${path}/assign`,
      permission: 'profiles.assign',
      audit: { ...audit, action: 'assign' },
      body: assignRequest,
      status: 204,
      async handle(input) {
        const { ports, caller, body } = input
        const id = await profileOf(input)
        await ports.profiles.give(caller.tenantId, id, body.deviceIds)
        return undefined
      },
    }),
  ]
}

/** A slip in an id would be answered with success and reach nobody, as it is in strict. [observed: IntuneWin32App#118] */
async function requireGroup(
  groups: ProfileRouteDeps['groups'],
  tenantId: TenantId,
  target: Target,
): Promise<void> {
  if (target.kind === 'allDevices') return
  if ((await groups.find(tenantId, target.groupId)) === undefined)
    throw groupNotFound(target.groupId)
}

async function assignmentTo(
  profiles: Profiles,
  { tenantId, id }: { tenantId: TenantId; id: string },
  groupId: string,
): Promise<Assignment> {
  const all = await profiles.assignments(tenantId, [id])
  const found = all.find(({ target }) => groupOf(target) === groupId)
  if (found === undefined) throw new DomainError('not-found', 'The profile has no such assignment.')
  return found
}

const maxProfiles = 350

/** One profile at most is for all devices. [observed] */
async function refuseSecondForAll(
  profiles: Profiles,
  { tenantId, id }: { readonly tenantId: TenantId; readonly id: string },
  target: Target,
): Promise<void> {
  if (target.kind !== 'allDevices') return
  const { rows } = await profiles.list(tenantId, { page: { limit: maxProfiles } })
  const others = rows.map((each) => each.id).filter((each) => each !== id)
  const taken = (await profiles.assignments(tenantId, others)).find(
    (each) => each.target.kind === 'allDevices',
  )
  if (taken === undefined) return
  throw new DomainError(
    'request-invalid',
    `The profile ${taken.profileId} is assigned to all devices already.`,
  )
}
