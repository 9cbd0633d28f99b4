/** `/deviceManagement/windowsAutopilotDeploymentProfiles` as a set, and the navigation from devices to it. */

import { entraProfileType, hybridProfileType, profileType } from 'taxiway-autopilot/graph'
import type { Access } from '../../../core/access/decide.ts'
import type { Device, Devices } from '../../../core/devices/device.ts'
import type { Groups } from '../../../core/groups/group.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { ProfileId, TenantId } from '../../../core/ids.ts'
import {
  type AssignmentState,
  assignmentStates,
  type ProfilePlans,
} from '../../../core/profiles/assignment-state.ts'
import {
  findProfile,
  type Profile,
  type ProfileField,
  type Profiles,
  profileFieldTypes,
} from '../../../core/profiles/profile.ts'
import type { Remediations } from '../../../core/repairs/remediation.ts'
import type { Tenants } from '../../../core/tenants/tenant.ts'
import type { EntitySet } from '../entity-set.ts'
import type { Fidelity } from '../fidelity/fidelity.ts'
import { presentAssignment, presentProfile } from './present-profile.ts'

export const profileSetPath = 'deviceManagement/windowsAutopilotDeploymentProfiles'

const fields: Readonly<Record<string, ProfileField>> = {
  id: 'id',
  displayname: 'displayName',
  description: 'description',
  createddatetime: 'createdAt',
  lastmodifieddatetime: 'modifiedAt',
}

export const profileSet: EntitySet<
  Pick<AssignmentDeps, 'profiles'>,
  Profile,
  ProfileField,
  ProfileId
> = {
  path: profileSetPath,
  type: profileType,
  derived: [entraProfileType, hybridProfileType],
  id: ids.profile,
  read: 'profiles.read',
  fields,
  types: profileFieldTypes,
  rows: ({ profiles }) => ({
    list: (tenantId, query) => profiles.list(tenantId, query),
    find: (tenantId, id) => findProfile(profiles, tenantId, id),
    present: async (rows) => rows.map(presentProfile),
    expand: {
      async assignments(rows, tenantId) {
        const shown = rows.map(({ id }) => id)
        const all = await profiles.assignments(tenantId, shown)
        return shown.map((id) =>
          all.filter(({ profileId }) => profileId === id).map(presentAssignment),
        )
      },
    },
  }),
}

export type AssignmentDeps = {
  readonly profiles: Profiles
  readonly plans: ProfilePlans
  readonly now: () => Date
  /** How long a chosen profile is pending in the tenant, in seconds. */
  readonly duration: (tenantId: TenantId) => Promise<number>
}

/** What the profile routes also need: the devices of a profile. */
export type ProfileRouteDeps = AssignmentDeps & {
  readonly access: Pick<Access, 'require'>
  readonly remediations: Remediations
  readonly devices: Devices
  readonly fidelity: Fidelity
  readonly tenants: Pick<Tenants, 'find'>
  readonly groups: Pick<Groups, 'find'>
}

export async function statesOf(
  { plans, now, duration }: AssignmentDeps,
  devices: readonly Device[],
  tenantId: TenantId,
): Promise<readonly AssignmentState[]> {
  return await assignmentStates(plans, devices, {
    now: now(),
    delaySeconds: await duration(tenantId),
  })
}

/** The profiles that `of` names for each device; null if it names none. */
export async function profilesOf(
  deps: AssignmentDeps,
  { devices, tenantId }: { devices: readonly Device[]; tenantId: TenantId },
  of: 'profileId' | 'intended',
): Promise<readonly (Profile | null)[]> {
  const states = await statesOf(deps, devices, tenantId)
  const ids = states.flatMap((state) => state[of] ?? [])
  const found = await deps.profiles.findAll(tenantId, [...new Set(ids)])
  return states.map((state) => found.get(state[of] ?? '') ?? null)
}
