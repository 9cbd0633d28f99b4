/** Removal plans: what is done to which device in which order, what it cost, and how it ended. */

import type { AgreeingId } from '../removal/agreeing-ids.ts'
import type { RemovalJoin } from '../removal/plan-removal.ts'
import type { MatchCertainty } from '../removal/removal-match.ts'
import type {
  RemovalOrder,
  RemovalPreparation,
  RemovalStepName,
} from '../removal/removal-orders.ts'
import type { RemovalWarningCode } from '../removal/removal-warnings.ts'

export type RemovalPlanState =
  | 'ready'
  /** Some device is not certain, or must not be removed in this order: choose or leave it out. */
  | 'ambiguous'
  | 'awaitingApproval'
  | 'running'
  | 'done'
  /** Some devices failed. */
  | 'partial'
  | 'cancelled'
  | 'undoing'
  | 'undone'

export type RemovalDeviceState =
  | 'pending'
  | 'running'
  | 'done'
  | 'failed'
  /** Nothing is done to it: it is not certain which device is meant, or it has changed since. */
  | 'blocked'
  /** The plan was cancelled before its turn. */
  | 'skipped'

export type RemovalStepState = 'pending' | 'running' | 'done' | 'skipped' | 'failed' | 'blocked'

export type RemovalWarning = {
  readonly code: RemovalWarningCode
  readonly message: string
  readonly source: string
  readonly grade: 'documented' | 'observed' | 'inferred'
}

export type RemovalStep = {
  readonly n: number
  readonly what: RemovalStepName
  readonly title: string
  readonly state: RemovalStepState
  readonly byHand: boolean
  readonly source: string
  readonly grade: 'documented' | 'observed' | 'inferred'
  readonly at: string | null
  readonly detail: string | null
}

/** `unknown`: it could not be asked. */
export type RegisterPresence = 'absent' | 'present' | 'unknown'

export type RemovalVerified = {
  readonly autopilot: RegisterPresence
  readonly managedDevice: RegisterPresence
  readonly directoryDevice: RegisterPresence
  readonly at: string
}

export type RemovalRegister = 'autopilot' | 'managedDevice' | 'directoryDevice'

export type RemovalDevice = {
  readonly n: number
  readonly serialNumber: string
  /** The registration's; null = it is not known which. */
  readonly id: string | null
  readonly manufacturer: string | null
  readonly model: string | null
  readonly groupTag: string | null
  readonly managedDeviceId: string | null
  readonly directoryObjectId: string | null
  readonly state: RemovalDeviceState
  readonly reason: string | null
  readonly match: {
    readonly certainty: MatchCertainty
    readonly by: readonly AgreeingId[]
    readonly candidates: readonly {
      readonly register: RemovalRegister
      readonly id: string
      readonly by: readonly AgreeingId[]
    }[]
  }
  readonly join: RemovalJoin
  readonly warnings: readonly RemovalWarning[]
  readonly steps: readonly RemovalStep[]
  readonly verified: RemovalVerified | null
  readonly undoUntil: string | null
  readonly restored: readonly RemovalRegister[]
  readonly notRestorable: readonly RemovalRegister[]
  /** What does not come back, in words. */
  readonly lost: string | null
}

export type RemovalPlanHead = {
  readonly id: string
  readonly state: RemovalPlanState
  readonly order: RemovalOrder
  readonly act: 'delete' | 'release'
  readonly prepare: RemovalPreparation
  readonly reason: string | null
  readonly createdBy: string
  readonly createdDateTime: string
  readonly startedDateTime: string | null
  readonly endedDateTime: string | null
  readonly undoUntil: string | null
  /** The approval that it waits for, or waited for. */
  readonly approvalId: string | null
  readonly counts: Readonly<Record<'all' | RemovalDeviceState, number>>
}

export type RemovalPlan = RemovalPlanHead & {
  readonly orderFrom: {
    readonly title: string
    readonly source: string
    readonly grade: 'documented' | 'observed' | 'inferred'
    readonly disagreement: string | null
  }
  readonly warnings: readonly RemovalWarning[]
  readonly devices: readonly RemovalDevice[]
}

/** What was known of a device before the first step. */
export type RemovalArchive = {
  readonly registration: Readonly<Record<string, unknown>>
  readonly managedDevice: Readonly<Record<string, unknown>> | null
  readonly directoryDevice: Readonly<Record<string, unknown>> | null
}

/** With what was archived of each device. */
export type RemovalPlanExport = Omit<RemovalPlan, 'devices'> & {
  readonly devices: readonly (RemovalDevice & { readonly archive: RemovalArchive | null })[]
}

export type RemovalSelection = {
  readonly serialNumbers?: readonly string[] | undefined
  /** Of registrations. */
  readonly ids?: readonly string[] | undefined
}

export type RemovalRequest = {
  readonly select: RemovalSelection
  readonly order?: RemovalOrder | undefined
  readonly act?: 'delete' | 'release' | undefined
  readonly prepare?: RemovalPreparation | undefined
  readonly reason?: string | undefined
}

/** `next` goes into `cursor`. */
export type RemovalPlanPage = {
  readonly value: readonly RemovalPlanHead[]
  readonly next?: string | undefined
}
