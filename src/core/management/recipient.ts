/** Which policies and profiles are for an enrolled device, and what they want of it. */
import type { Device, Devices } from '../devices/device.ts'
import { deviceMatches } from '../devices/device-fields.ts'
import type { DirectoryPeople } from '../directory/directory-person.ts'
import type { Enrollment } from '../enrollment/enrollment.ts'
import type { EnrollmentSettingsPort } from '../enrollment/settings.ts'
import { parseRule } from '../groups/dynamic-rule.ts'
import type { Groups } from '../groups/group.ts'
import type { Configurations } from '../inventory/configuration.ts'
import { assignmentStates, type ProfilePlans } from '../profiles/assignment-state.ts'
import type { PlannedProfile } from '../profiles/choose.ts'
import type { Profile, Profiles } from '../profiles/profile.ts'
import type { Tenants } from '../tenants/tenant.ts'
import type { StatusPage } from './managed-state.ts'
import { statusPageFor } from './status-page.ts'

export type RecipientDeps = {
  readonly devices: Pick<Devices, 'find'>
  readonly people: Pick<DirectoryPeople, 'find'>
  readonly groups: Pick<Groups, 'containing' | 'find'>
  readonly policies: Pick<Configurations, 'list'>
  readonly profiles: Pick<Profiles, 'find' | 'findAll'>
  readonly plans: ProfilePlans
  readonly settings: Pick<EnrollmentSettingsPort, 'find'>
  readonly tenants: Pick<Tenants, 'find'>
  readonly now: () => Date
}

const maxPolicies = 1_000

/** The profile that a registered device has or is about to get. */
export async function profileOf(
  { plans, profiles, tenants, now }: RecipientDeps,
  device: Device,
): Promise<Profile | undefined> {
  const tenant = await tenants.find(device.tenantId)
  const at = { now: now(), delaySeconds: tenant?.importSeconds ?? 0 }
  const [state] = await assignmentStates(plans, [device], at)
  const id = state?.intended ?? null
  return id === null ? undefined : await profiles.find(device.tenantId, id)
}

export function isUserless({ experience }: Profile): boolean {
  return experience.deviceUsageType === 'shared'
}

export async function pageFor(
  deps: RecipientDeps,
  { tenantId, registrationId, userPrincipalName }: Enrollment,
): Promise<StatusPage | null> {
  const device =
    registrationId === null ? undefined : await deps.devices.find(tenantId, registrationId)
  const profile = device && (await profileOf(deps, device))
  const name = userPrincipalName ?? device?.userPrincipalName ?? null
  const person = name === null ? undefined : await deps.people.find(tenantId, name)
  const members = [person?.id, device?.directoryObjectId].filter((id) => id !== undefined)
  const groups = await Promise.all(members.map((id) => deps.groups.containing(tenantId, id)))
  const { rows } = await deps.policies.list(tenantId, { page: { limit: maxPolicies } })
  const added = groups.flat().map(({ id }) => id)
  const targeted = rows.flatMap(({ members: { targets } }) => targets.map(({ groupId }) => groupId))
  const selecting =
    device === undefined ? [] : await groupsSelecting(deps, device, { targeted, added })
  return statusPageFor(
    rows.map(({ members: policy }) => policy),
    profile?.statusScreen ?? null,
    {
      groupIds: new Set([...added, ...selecting]),
      isLicensed: person?.licensed ?? false,
      isAutopilot: device !== undefined,
      isUserless: profile !== undefined && isUserless(profile),
    },
  )
}

type Wanted = { readonly targeted: readonly unknown[]; readonly added: readonly string[] }

/** Of the groups that policies are for, those whose rule selects the device. */
async function groupsSelecting(
  { groups }: RecipientDeps,
  device: Device,
  { targeted, added }: Wanted,
): Promise<readonly string[]> {
  const ids = new Set(targeted.filter((id) => typeof id === 'string'))
  const found = await Promise.all([...ids].map((id) => groups.find(device.tenantId, id)))
  const held = { groupIds: added, givenProfileId: null }
  return found.flatMap((group) => {
    const rule = group?.rule ? parseRule(group.rule) : undefined
    return group && rule && deviceMatches(rule, device, held) ? [group.id] : []
  })
}

/**
 * The tenant's setting, or a profile that converts the devices that it targets: all of them, or those of a group. A device
 * that is not registered has no object in the directory yet, so that it is in a group by the person whom it is enrolled
 * for. Personal devices are skipped. [documented: "Convert all targeted devices"; by the person's groups: inferred]
 */
export async function targetOf(
  deps: RecipientDeps,
  { tenantId, ownership, userId }: Enrollment,
): Promise<string | null> {
  if (ownership !== 'corporate') return null
  if ((await deps.settings.find(tenantId)).convertAllTargetedDevices) return 'tenant'
  const plan = await deps.plans.plan(tenantId)
  const groups = userId === null ? [] : await deps.groups.containing(tenantId, userId)
  const own = new Set<string>(groups.map(({ id }) => id))
  const targeting = plan.profiles.filter((each) => isTargeted(each, own)).map(({ id }) => id)
  if (targeting.length === 0) return null
  const found = await deps.profiles.findAll(tenantId, targeting)
  const converting = targeting.find((id) => found.get(id)?.hardwareHashExtractionEnabled)
  const profile = converting === undefined ? undefined : found.get(converting)
  return profile === undefined ? null : `${profile.id} ${profile.modifiedAt.toISOString()}`
}

function isTargeted(
  { everyone, included, excluded }: PlannedProfile,
  groups: ReadonlySet<string>,
): boolean {
  if (excluded.some((id) => groups.has(id))) return false
  return everyone !== null || [...included.keys()].some((id) => groups.has(id))
}
