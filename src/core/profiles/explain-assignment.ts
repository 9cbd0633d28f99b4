/** Why a device has its profile: through which group or rule, and which others it would otherwise have had. */
import type { Device } from '../devices/device.ts'
import { deviceMatches } from '../devices/device-fields.ts'
import { chooseProfile, type Plan, type PlannedProfile, type Ties } from './choose.ts'

export type AssignmentReason = {
  /** Null: no profile is chosen. */
  readonly profileId: string | null
  /** How it was chosen; `groupId` is the group that leads to it. */
  readonly by: 'name' | 'group' | 'everyone' | null
  readonly groupId: string | null
  readonly others: readonly { readonly profileId: string; readonly reason: OtherReason }[]
}

export type OtherReason =
  | 'newer'
  | 'excluded'
  | 'for-everyone-only'
  | 'another-was-given-by-name'
  | 'parked'

export function explainAssignment(plan: Plan, device: Device, ties: Ties): AssignmentReason {
  const choice = chooseProfile(plan, device, ties)
  const isMember = (groupId: string) => {
    const rule = plan.groups.get(groupId)?.rule
    if (!rule) return ties.groups.has(groupId)
    const held = { groupIds: [...ties.groups.keys()], givenProfileId: null }
    return deviceMatches(rule, device, held)
  }
  const leading = (profile: PlannedProfile) => [...profile.included.keys()].find(isMember) ?? null
  const chosen = plan.profiles.find(({ id }) => id === choice?.profileId)
  const groupId = chosen === undefined || ties.given !== null ? null : leading(chosen)
  return {
    profileId: choice?.profileId ?? null,
    by:
      choice === undefined
        ? null
        : ties.given !== null
          ? 'name'
          : groupId !== null
            ? 'group'
            : 'everyone',
    groupId,
    others: plan.profiles.flatMap((profile) => {
      if (profile.id === choice?.profileId) return []
      const reaches = leading(profile) !== null || profile.everyone !== null
      if (!reaches) return []
      return [
        {
          profileId: profile.id,
          reason: ties.isParked
            ? 'parked'
            : reasonOf(profile, { isMember, leading, groupId, given: ties.given !== null }),
        },
      ]
    }),
  }
}

function reasonOf(
  profile: PlannedProfile,
  {
    isMember,
    leading,
    groupId,
    given,
  }: {
    isMember: (id: string) => boolean
    leading: (profile: PlannedProfile) => string | null
    groupId: string | null
    given: boolean
  },
): OtherReason {
  if (profile.excluded.some(isMember)) return 'excluded'
  if (given) return 'another-was-given-by-name'
  // A profile assigned to a group takes precedence over one assigned to all devices, whichever is older.
  return groupId !== null && leading(profile) === null ? 'for-everyone-only' : 'newer'
}
