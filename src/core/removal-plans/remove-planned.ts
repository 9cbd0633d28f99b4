/** The steps of a plan on some of its devices. */
import { newLossOf, touchesManaged } from 'taxiway-autopilot'
import { DomainError } from '../errors.ts'
import { archiveOf } from './archive.ts'
import { lookUp, type PlanLooked } from './look-up.ts'
import { plannedOf } from './make-plan.ts'
import { perform, type RemoveDeps } from './perform-step.ts'
import type { HeldPlan, PlannedDevice, PlanStep, RemovalPlan } from './removal-plan.ts'
import { verified } from './verify-planned.ts'

export async function removeDevices(
  deps: RemoveDeps,
  { plan, devices }: HeldPlan,
): Promise<readonly PlannedDevice[]> {
  const ids = devices.flatMap(({ deviceId }) => deviceId ?? [])
  const looked = await lookUp(deps, plan.tenantId, { serialNumbers: [], ids })
  const settled: PlannedDevice[] = []
  for (const device of devices) settled.push(await removeOne(deps, { plan, device, looked }))
  return settled
}

type Removal = {
  readonly plan: RemovalPlan
  readonly device: PlannedDevice
  readonly looked: PlanLooked
}

/** All steps, or none: those of a device that a step fails on are undone, and the plan says which it was. */
async function removeOne(deps: RemoveDeps, removal: Removal): Promise<PlannedDevice> {
  const { device } = removal
  const objection = objectionTo(removal)
  if (objection !== null) return stopped(device, { state: 'blocked', reason: objection })
  const failing: { step?: PlanStep } = {}
  try {
    return await deps.attempt(() => stepped(deps, removal, failing))
  } catch (error) {
    // Anything else is an outage: the whole slice is done again.
    if (!(error instanceof DomainError) || error.code === 'unavailable') throw error
    const steps = device.steps.map((step) =>
      step.what === failing.step?.what
        ? { ...step, state: 'failed' as const, at: now(deps), detail: error.message }
        : step,
    )
    return { ...device, steps, state: 'failed', reason: error.message }
  }
}

/** Null: it is the device that was planned. One whose first steps are done already has fewer records by now. */
function objectionTo({ plan, device, looked }: Removal): string | null {
  if (device.deviceId === null) return device.reason
  const { state, deviceId, managedDeviceId, reason, warnings } = plannedOf(
    { id: device.deviceId },
    looked,
    plan,
  )
  if (state === 'blocked') return reason
  if (deviceId !== device.deviceId) return 'It is another device by now.'
  const isLeaving = device.state === 'running'
  if (managedDeviceId !== device.managedDeviceId && !(isLeaving && managedDeviceId === null))
    return 'Its Intune device is no longer the one that the plan names.'
  return isLeaving ? null : newLossOf(device.warnings, warnings)
}

async function stepped(
  deps: RemoveDeps,
  { plan, device, looked }: Removal,
  failing: { step?: PlanStep },
): Promise<PlannedDevice> {
  const archive = device.archive ?? archiveOf(device, looked)
  const steps: PlanStep[] = []
  for (const step of device.steps) {
    if (step.state === 'done' || step.state === 'skipped') {
      steps.push(step)
      continue
    }
    failing.step = step
    const did = await perform(deps, plan, { device, step })
    // Of one that is waited for: when it was asked.
    const at = did.state === 'running' ? (step.at ?? now(deps)) : now(deps)
    steps.push({ ...step, ...did, at })
    if (did.state === 'running')
      return { ...device, archive, state: 'running', steps: [...steps, ...after(device, step)] }
  }
  const seen = await verified(deps, plan, device)
  const isGone = seen.missing.length === 0
  return {
    ...device,
    archive,
    verified: seen.verified,
    state: isGone ? 'done' : 'failed',
    reason: isGone ? null : `Still there: ${seen.missing.join(', ')}.`,
    steps: steps.map((each) =>
      each.what === 'verify.absent' && !isGone ? { ...each, state: 'failed' } : each,
    ),
    lost: lostOf(plan, device),
  }
}

function after({ steps }: PlannedDevice, step: PlanStep): readonly PlanStep[] {
  return steps.slice(steps.indexOf(step) + 1)
}

function lostOf({ order, act }: RemovalPlan, device: PlannedDevice): string | null {
  const parts = [
    ...(device.managedDeviceId !== null && touchesManaged(order)
      ? [
          'the enrollment, the join to Entra ID, and what the directory keeps, such as BitLocker keys',
        ]
      : []),
    ...(act === 'release' ? ['the registration: the device was released'] : []),
  ]
  return parts.length === 0 ? null : `Nothing brings back ${parts.join('; ')}.`
}

function stopped(
  device: PlannedDevice,
  { state, reason }: { readonly state: 'blocked'; readonly reason: string },
): PlannedDevice {
  const steps = device.steps.map((step) =>
    step.state === 'pending' || step.state === 'running' ? { ...step, state } : step,
  )
  return { ...device, steps, state, reason }
}

function now({ now: at }: RemoveDeps): string {
  return at().toISOString()
}
