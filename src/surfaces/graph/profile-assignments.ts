/** Who a profile is for: its assignments, and devices that are given it by name. */
import type { Context } from 'hono'
import type { Caller } from '../../core/access/caller.ts'
import { DomainError } from '../../core/errors.ts'
import type { DeviceId, TenantId } from '../../core/ids.ts'
import { assignProfile } from '../../core/profiles/change-profile.ts'
import {
  type Assignment,
  findProfile,
  groupOf,
  type Profiles,
} from '../../core/profiles/profile.ts'
import type { RequestEnv } from '../http/request-context.ts'
import { readBody } from './body.ts'
import type { GraphVersion } from './entity-set.ts'
import { groupInAssignmentId, presentAssignment } from './present-profile.ts'
import { assignmentRequest, assignRequest, targetOf } from './profile-requests.ts'
import { profileSetPath } from './profile-set.ts'
import { parameter, type Route } from './routes.ts'

/** The id of the profile that a route is about. */
export type ProfileIdOf = (c: Context<RequestEnv>, caller: Caller) => Promise<string>

type Place = {
  /** The profile's path, in lower case. */
  readonly path: string
  readonly profileIdOf: ProfileIdOf
}

export function assignmentRoutes(
  profiles: Profiles,
  { links }: GraphVersion,
  { path, profileIdOf }: Place,
): readonly Route[] {
  const profileOf: ProfileIdOf = async (c, caller) => {
    const id = await profileIdOf(c, caller)
    return (await findProfile(profiles, caller.tenantId, id)).id
  }
  const context = (c: Context<RequestEnv>, id: string, more = '') =>
    links.context(c, `${profileSetPath}('${id}')/assignments${more}`)

  return [
    [
      'GET',
      `${path}/assignments`,
      'profiles.read',
      async (c, caller) => {
        const id = await profileOf(c, caller)
        const found = await profiles.assignments(caller.tenantId, [id])
        return c.json({ '@odata.context': context(c, id), value: found.map(presentAssignment) })
      },
    ],
    [
      'POST',
      `${path}/assignments`,
      'profiles.assign',
      async (c, caller) => {
        const id = await profileOf(c, caller)
        const target = targetOf(await readBody(c, assignmentRequest))
        await assignProfile(profiles, { tenantId: caller.tenantId, id }, target)
        const made = await assignmentTo(
          profiles,
          { tenantId: caller.tenantId, id },
          groupOf(target),
        )
        return c.json(
          { '@odata.context': context(c, id, '/$entity'), ...presentAssignment(made) },
          201,
        )
      },
    ],
    [
      'GET',
      `${path}/assignments/:assignment`,
      'profiles.read',
      async (c, caller) => {
        const id = await profileOf(c, caller)
        const group = groupInAssignmentId(parameter(c, 'assignment'), id) ?? ''
        const found = await assignmentTo(profiles, { tenantId: caller.tenantId, id }, group)
        return c.json({ '@odata.context': context(c, id, '/$entity'), ...presentAssignment(found) })
      },
    ],
    [
      'DELETE',
      `${path}/assignments/:assignment`,
      'profiles.assign',
      async (c, caller) => {
        const id = await profileOf(c, caller)
        const group = groupInAssignmentId(parameter(c, 'assignment'), id) ?? ''
        const { target } = await assignmentTo(profiles, { tenantId: caller.tenantId, id }, group)
        await profiles.unassign(caller.tenantId, id, groupOf(target))
        return c.body(null, 204)
      },
    ],
    [
      'POST',
      `${path}/assign`,
      'profiles.assign',
      async (c, caller) => {
        const id = await profileOf(c, caller)
        const { deviceIds } = await readBody(c, assignRequest)
        await profiles.give(caller.tenantId, id, deviceIds as DeviceId[])
        return c.body(null, 204)
      },
    ],
  ]
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
