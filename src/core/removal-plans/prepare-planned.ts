/**
 * What is done to a device before its records go: it is asked to leave or to reset itself, and waited for. Whether a device
 * was really wiped is for it to say, so that a plan never goes on without that: it ends the wait with what can be done.
 */
import { DomainError } from '../errors.ts'
import type { DeviceId } from '../ids.ts'
import {
  type ManagedDeps,
  type ManagedDevice,
  retireDevice,
  wipeDevice,
} from '../inventory/managed-device.ts'
import type { PlanStep, RemovalPlan } from './removal-plan.ts'

export type PrepareDeps = ManagedDeps

export type Did = Pick<PlanStep, 'state' | 'detail'>

/** Days that a plan waits for a device; no source gives a number. */
export const waitDays = 30

export type Preparing = {
  readonly deviceId: DeviceId
  readonly managedDeviceId: string | null
  readonly step: PlanStep
}

/** Asks it to leave, and comes back until it has. */
export async function prepared(
  deps: PrepareDeps,
  plan: RemovalPlan,
  { deviceId, managedDeviceId: id, step }: Preparing,
): Promise<Did> {
  const { tenantId, prepare } = plan
  if (id === null) return { state: 'skipped', detail: 'It is not enrolled.' }
  const find = async () => (await deps.managed.find(tenantId, id))?.members
  const managed = await find()
  if (managed === undefined) return { state: 'done', detail: null }
  if (step.state === 'running') return await waited(deps, plan, { deviceId, managed, step })
  await (prepare === 'wipe'
    ? wipeDevice(deps, { tenantId, id }, 'full')
    : retireDevice(deps, tenantId, id))
  return (await find()) === undefined
    ? { state: 'done', detail: null }
    : { state: 'running', detail: waitingFor(managed) }
}

type Waiting = Pick<Preparing, 'deviceId' | 'step'> & { readonly managed: ManagedDevice }

/** Throws once there is nothing to wait for any longer. */
async function waited(
  deps: PrepareDeps,
  { tenantId, prepare }: RemovalPlan,
  { deviceId, managed, step }: Waiting,
): Promise<Did> {
  const registration = await deps.devices.find(tenantId, deviceId)
  const isOurs = managed.enrollmentId !== undefined && managed.registeredId === deviceId
  // A device that was asked to reset itself is `pendingReset` until it has answered.
  if (prepare === 'wipe' && isOurs && registration?.enrollmentState === 'enrolled')
    throw new DomainError('conflict', `The device has refused to reset itself. ${instead}`)
  const until = new Date(step.at ?? 0).getTime() + waitDays * 86_400_000
  if (deps.now().getTime() >= until)
    throw new DomainError('conflict', `It has not left within ${waitDays} days. ${instead}`)
  return { state: 'running', detail: waitingFor(managed) }
}

const instead =
  'Its records are all there. If it is lost or broken, make a plan for it without this preparation; if not, wipe it by hand and do the same.'

function waitingFor({ enrollmentId }: ManagedDevice): string {
  return enrollmentId === undefined
    ? `It is not enrolled here: wipe it where it is managed; the plan goes on when its Intune device is gone, for up to ${waitDays} days.`
    : `It has been asked, and answers in its next session; the plan waits for up to ${waitDays} days.`
}
