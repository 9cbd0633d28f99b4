/**
 * The progress of a device's profile: chosen, then pending for as long as an import takes in this tenant, then
 * assigned.
 */
import type { Device } from '../devices/device.ts'
import type { TenantId } from '../ids.ts'
import { chooseProfile, type Plan, type Ties } from './choose.ts'

export type AssignmentState = {
  readonly status: 'notAssigned' | 'pending' | 'assigned'
  /** The profile the device is to get; null = none. */
  readonly intended: string | null
  /** The profile it has; null = none yet. */
  readonly profileId: string | null
  readonly assignedAt: Date | null
}

/** What storage knows about the choice. */
export type ProfilePlans = {
  plan(tenantId: TenantId): Promise<Plan>
  ties(
    tenantId: TenantId,
    devices: readonly Device[],
    groupIds: readonly string[],
  ): Promise<ReadonlyMap<string, Ties>>
}

const unassigned: AssignmentState = {
  status: 'notAssigned',
  intended: null,
  profileId: null,
  assignedAt: null,
}
const untied: Ties = { groups: new Map(), given: null }

export type At = { readonly now: Date; readonly delaySeconds: number }

/** One state per device, in order. */
export async function assignmentStates(
  plans: ProfilePlans,
  devices: readonly Device[],
  at: At,
): Promise<readonly AssignmentState[]> {
  const [first] = devices
  if (first === undefined) return []
  const plan = await plans.plan(first.tenantId)
  if (plan.profiles.length === 0 && !plan.gives) return devices.map(() => unassigned)
  const groupIds = [...plan.groups].filter(([, { rule }]) => rule === null).map(([id]) => id)
  const ties = await plans.ties(first.tenantId, devices, groupIds)
  return devices.map((device) => stateOf(plan, device, { ties: ties.get(device.id) ?? untied, at }))
}

function stateOf(
  plan: Plan,
  device: Device,
  { ties, at }: { ties: Ties; at: At },
): AssignmentState {
  const choice = chooseProfile(plan, device, ties)
  if (choice === undefined) return unassigned
  const assignedAt = new Date(choice.since.getTime() + at.delaySeconds * 1000)
  const intended = choice.profileId
  if (at.now < assignedAt) return { status: 'pending', intended, profileId: null, assignedAt: null }
  return { status: 'assigned', intended, profileId: intended, assignedAt }
}
