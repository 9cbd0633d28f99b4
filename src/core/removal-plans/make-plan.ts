/** Makes a plan, or makes it anew for other devices. Nothing happens to any of them. */
import { type AskedDevice, planRemoval } from 'taxiway-autopilot'
import { type Caller, nameOfCaller } from '../access/caller.ts'
import type { AdmitAct } from '../approvals/admit-act.ts'
import type { Approvals } from '../approvals/approval.ts'
import { DomainError } from '../errors.ts'
import type { RemovalPlanId, TenantId } from '../ids.ts'
import { newUuid } from '../uuid.ts'
import { type LookDeps, lookUp, type PlanLooked } from './look-up.ts'
import {
  maxPlanDevices,
  type PlannedDevice,
  type PlanSelection,
  type PlanWay,
  type RemovalPlan,
  type RemovalPlans,
} from './removal-plan.ts'

export type PlanDeps = LookDeps & {
  readonly removalPlans: RemovalPlans
  readonly approvals: Pick<Approvals, 'request' | 'decide'>
  readonly admit: AdmitAct
  readonly now: () => Date
}

export type MakePlan = PlanWay & {
  readonly select: PlanSelection
  readonly reason: string | null
}

export async function makePlan(
  deps: PlanDeps,
  caller: Caller,
  { select, reason, ...way }: MakePlan,
): Promise<RemovalPlan> {
  const { tenantId } = caller
  const devices = await plannedFor(deps, tenantId, { select, way })
  const id = newUuid() as RemovalPlanId
  const state = stateOf(devices)
  await deps.removalPlans.add({
    id,
    tenantId,
    state,
    reason,
    devices,
    ...way,
    by: nameOfCaller(caller),
  })
  return await findPlan(deps.removalPlans, tenantId, { id })
}

/** Chooses other devices, or leaves some out. An approval that was asked for is void then. */
export async function changeSelection(
  deps: PlanDeps,
  caller: Caller,
  { id, select }: { readonly id: RemovalPlanId; readonly select: PlanSelection },
): Promise<RemovalPlan> {
  const { tenantId } = caller
  const plan = await findPlan(deps.removalPlans, tenantId, { id, hold: true })
  if (!['ready', 'ambiguous', 'awaitingApproval'].includes(plan.state))
    throw new DomainError('conflict', `The plan ${wordsOf(plan)}; make another one.`)
  const devices = await plannedFor(deps, tenantId, { select, way: plan })
  await voidApproval(deps, caller, plan)
  return await deps.removalPlans.change(plan, {
    state: stateOf(devices),
    approvalId: null,
    devices,
  })
}

/** What was to be approved has changed, or is no longer wanted. */
export async function voidApproval(
  { approvals }: Pick<PlanDeps, 'approvals'>,
  caller: Caller,
  { tenantId, approvalId }: RemovalPlan,
): Promise<void> {
  if (approvalId === null) return
  const verdict = { state: 'void', by: nameOfCaller(caller) } as const
  await approvals.decide(tenantId, approvalId, verdict)
}

export type NamedPlan = {
  readonly id: RemovalPlanId
  /** Locks it until the transaction ends. */
  readonly hold?: boolean
}

export async function findPlan(
  plans: Pick<RemovalPlans, 'find'>,
  tenantId: TenantId,
  { id, hold = false }: NamedPlan,
): Promise<RemovalPlan> {
  const plan = await plans.find(tenantId, id, { hold })
  if (plan !== undefined) return plan
  throw new DomainError('not-found', `There is no removal plan with the id '${id}'.`)
}

export function wordsOf({ state }: RemovalPlan): string {
  const words = {
    ready: 'has not been run',
    ambiguous: 'has devices that are not certain',
    awaitingApproval: 'waits for approval',
    running: 'is running',
    done: 'has been done',
    partial: 'has been done in part',
    cancelled: 'was cancelled',
    undoing: 'is being undone',
    undone: 'has been undone',
  } as const satisfies Record<RemovalPlan['state'], string>
  return words[state]
}

async function plannedFor(
  deps: LookDeps,
  tenantId: TenantId,
  { select, way }: { readonly select: PlanSelection; readonly way: PlanWay },
): Promise<readonly PlannedDevice[]> {
  const asked = askedFor(select)
  const looked = await lookUp(deps, tenantId, select)
  const seen = new Set<string>()
  const devices: PlannedDevice[] = []
  for (const each of asked) {
    const device = plannedOf(each, looked, way)
    // The same one by serial number and by id.
    if (device.deviceId !== null && seen.has(device.deviceId)) continue
    if (device.deviceId !== null) seen.add(device.deviceId)
    devices.push({ ...device, number: devices.length + 1 })
  }
  return devices
}

function askedFor({ serialNumbers, ids }: PlanSelection): readonly AskedDevice[] {
  const asked: AskedDevice[] = [
    ...[...new Set(serialNumbers)].map((serialNumber) => ({ serialNumber })),
    ...[...new Set(ids)].map((id) => ({ id })),
  ]
  if (asked.length === 0 || asked.length > maxPlanDevices)
    throw new DomainError(
      'request-invalid',
      `select: name between 1 and ${maxPlanDevices} devices, by serialNumbers or ids.`,
    )
  return asked
}

export function plannedOf(asked: AskedDevice, looked: PlanLooked, way: PlanWay): PlannedDevice {
  const { match, join, warnings, steps, objection } = planRemoval(asked, looked, way)
  const { certainty, by, candidates, registration, managedDevice, directoryDevice } = match
  const device = registration?.device
  return {
    number: 0,
    deviceId: device?.id ?? null,
    serialNumber: device?.serialNumber ?? ('serialNumber' in asked ? asked.serialNumber : ''),
    manufacturer: device?.manufacturer ?? null,
    model: device?.model ?? null,
    groupTag: device?.groupTag ?? null,
    managedDeviceId: managedDevice?.id ?? null,
    directoryObjectId: directoryDevice?.id ?? null,
    state: objection === null ? 'pending' : 'blocked',
    reason: objection,
    match: { certainty, by, candidates },
    join,
    warnings,
    steps: steps.map((what) => ({ what, state: 'pending', at: null, detail: null })),
    archive: null,
    verified: null,
    restored: [],
    notRestorable: [],
    lost: null,
  }
}

function stateOf(devices: readonly PlannedDevice[]): 'ready' | 'ambiguous' {
  return devices.every(({ state }) => state === 'pending') ? 'ready' : 'ambiguous'
}
