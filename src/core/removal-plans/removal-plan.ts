/**
 * Removal plans: which devices go, in which order of which document, and what became of each. What a plan says of a
 * device is written before anything happens to it, and every step is written where it is done.
 */
import type {
  RemovalJoin,
  RemovalMatch,
  RemovalOrder,
  RemovalPreparation,
  RemovalStepName,
  RemovalWarningCode,
} from 'taxiway-autopilot'
import type {
  RegisterPresence,
  RemovalDeviceState,
  RemovalPlanState,
  RemovalRegister,
  RemovalStepState,
} from 'taxiway-autopilot/admin'
import type { AuditActor } from '../audit/audit.ts'
import type { ApprovalId, DeviceId, RemovalPlanId, TenantId } from '../ids.ts'
import type { OnDelete } from '../tenants/on-delete.ts'

/** Most devices of a plan; no source gives a number. */
export const maxPlanDevices = 1_000

/** Days during which a plan can be undone, if its devices are still reserved. */
export const undoDays = 30

export type PlanWay = {
  readonly order: RemovalOrder
  readonly act: OnDelete
  readonly prepare: RemovalPreparation
}

export type PlanSelection = {
  readonly serialNumbers: readonly string[]
  readonly ids: readonly DeviceId[]
}

export type PlanCounts = Readonly<Record<'all' | RemovalDeviceState, number>>

export type RemovalPlan = PlanWay & {
  readonly id: RemovalPlanId
  readonly tenantId: TenantId
  readonly state: RemovalPlanState
  /** Grows with every change of what it says. */
  readonly version: number
  readonly reason: string | null
  readonly by: string
  /** Who made it run; null = nobody has. */
  readonly actor: AuditActor | null
  readonly createdAt: Date
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  readonly approvalId: ApprovalId | null
  readonly counts: PlanCounts
}

export type PlanStep = {
  readonly what: RemovalStepName
  readonly state: RemovalStepState
  /** ISO text; null = not done. */
  readonly at: string | null
  readonly detail: string | null
}

/** What was known of a device before its first step, as JSON. */
export type PlanArchive = {
  readonly registration: Readonly<Record<string, unknown>> & {
    readonly userPrincipalName: string | null
    readonly addressableUserName: string | null
  }
  readonly managedDevice: Readonly<Record<string, unknown>> | null
  readonly directoryDevice: Readonly<Record<string, unknown>> | null
}

export type PlanVerified = Readonly<Record<RemovalRegister, RegisterPresence>> & {
  readonly at: string
}

export type PlannedDevice = {
  readonly number: number
  /** Null: it is not known which is meant. */
  readonly deviceId: DeviceId | null
  readonly serialNumber: string
  readonly manufacturer: string | null
  readonly model: string | null
  readonly groupTag: string | null
  readonly managedDeviceId: string | null
  readonly directoryObjectId: string | null
  readonly state: RemovalDeviceState
  readonly reason: string | null
  readonly match: Pick<RemovalMatch, 'certainty' | 'by' | 'candidates'>
  readonly join: RemovalJoin
  readonly warnings: readonly RemovalWarningCode[]
  readonly steps: readonly PlanStep[]
  readonly archive: PlanArchive | null
  readonly verified: PlanVerified | null
  readonly restored: readonly RemovalRegister[]
  readonly notRestorable: readonly RemovalRegister[]
  readonly lost: string | null
}

/** What becomes of a device when its plan ends before its turn. */
export function leftAlone(device: PlannedDevice): PlannedDevice {
  return device.state === 'pending' ? { ...device, state: 'skipped' } : device
}

export type NewPlan = PlanWay &
  Pick<RemovalPlan, 'id' | 'tenantId' | 'state' | 'reason' | 'by'> & {
    readonly devices: readonly PlannedDevice[]
  }

/** Absent members stay as they are. */
export type PlanChange = {
  readonly state: RemovalPlanState
  readonly approvalId?: ApprovalId | null
  readonly actor?: AuditActor
  readonly started?: true
  readonly ended?: true
  readonly devices?: readonly PlannedDevice[]
}

export type RemovalPlans = {
  add(plan: NewPlan): Promise<void>
  find(
    tenantId: TenantId,
    id: RemovalPlanId,
    /** Locks it until the transaction ends. */
    options?: { readonly hold?: boolean },
  ): Promise<RemovalPlan | undefined>
  devices(tenantId: TenantId, id: RemovalPlanId): Promise<readonly PlannedDevice[]>
  /** Newest first; `after` = the id of the last one seen. */
  list(
    tenantId: TenantId,
    query: { readonly after?: RemovalPlanId | undefined; readonly limit: number },
  ): Promise<readonly RemovalPlan[]>
  /** Changes it, with the event of it, and answers it as it is then. */
  change(plan: RemovalPlan, change: PlanChange): Promise<RemovalPlan>
}

/** Some devices of a plan that runs or is being undone, locked while they are worked on. */
export type HeldPlan = {
  readonly plan: RemovalPlan
  /** Empty: all are done. */
  readonly devices: readonly PlannedDevice[]
  /** They failed again and again, or those before them did: nothing is done to them. */
  readonly isGivenUp: boolean
  settle(devices: readonly PlannedDevice[]): Promise<void>
  /** Waits before the plan is looked at again. */
  rest(seconds: number): Promise<void>
}

export type PlanQueue = {
  /** Takes some work and locks it while `work` runs, all or nothing; false = there is none. */
  withNext(work: (held: HeldPlan) => Promise<void>): Promise<boolean>
}

/** Undefined: nothing of it can be undone, or no longer. */
export function undoUntil(plan: RemovalPlan, now: Date): Date | undefined {
  const { state, act, endedAt, counts } = plan
  const isEnded = state === 'done' || state === 'partial' || state === 'cancelled'
  if (!isEnded || act === 'release' || endedAt === null || counts.done === 0) return undefined
  const until = new Date(endedAt.getTime() + undoDays * 86_400_000)
  return until > now ? until : undefined
}
