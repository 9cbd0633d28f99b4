/** Which profile a registered device is given, or why none. */
import { deviceErrors } from 'taxiway-autopilot'
import type { Device } from '../devices/device.ts'
import type { Holder } from '../imports/slice.ts'
import { type AssignmentState, assignmentStates } from '../profiles/assignment-state.ts'
import type { Profile } from '../profiles/profile.ts'
import type { Contact, ContactDeps, NoneCode } from './contact.ts'

export async function contactOf(
  deps: ContactDeps,
  { tenantId, deviceId }: Holder,
): Promise<Contact> {
  const [device, tenant] = await Promise.all([
    deps.devices.find(tenantId, deviceId),
    deps.tenants.find(tenantId),
  ])
  if (device === undefined || tenant === undefined) return unregistered
  const at = { now: deps.now(), delaySeconds: tenant.importSeconds }
  const [state] = await assignmentStates(deps.plans, [device], at)
  if (state?.profileId == null) return await withoutProfile(deps, { tenantId, deviceId })
  const profile = await deps.profiles.find(tenantId, state.profileId)
  if (profile === undefined) return profileGone
  const isExplicit = await isExplicitly(deps, device, state)
  return {
    kind: 'profile',
    device,
    tenant,
    profile,
    isExplicit,
    isBlocked: isBlocked(device, profile),
  }
}

/** Having lost a deleted profile is not the same as never having had one. */
async function withoutProfile({ log, profiles }: ContactDeps, holder: Holder): Promise<Contact> {
  const last = await log.lastProfile(holder)
  const isGone = last !== null && (await profiles.find(holder.tenantId, last)) === undefined
  return isGone ? profileGone : none(815)
}

/** A self-deploying profile works once, until somebody allows it again. [documented] */
function isBlocked(device: Device, { experience }: Profile): boolean {
  if (experience.deviceUsageType !== 'shared') return false
  return device.userlessEnrollmentStatus === 'blocked'
}

async function isExplicitly(
  { profiles }: ContactDeps,
  { tenantId }: Device,
  { profileId }: AssignmentState,
): Promise<boolean> {
  if (profileId === null) return false
  const assignments = await profiles.assignments(tenantId, [profileId])
  return (
    !assignments.every(({ target }) => target.kind === 'allDevices') || assignments.length === 0
  )
}

export const none = (code: NoneCode, name = nameOf(code)) => ({ kind: 'none', code, name }) as const

function nameOf(code: NoneCode): string {
  return deviceErrors.find((each) => each.code === code)?.names[0] ?? ''
}

const profileGone = none(809)
export const unregistered = none(807)
