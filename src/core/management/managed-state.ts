/** What is known of an enrolled device from its sessions, and how far each thing to be done with it has come. */
import type { TenantId } from '../ids.ts'

export type Inventory = {
  readonly serialNumber: string
  readonly manufacturer: string
  readonly model: string
  readonly softwareVersion: string
}

/**
 * unasked: to be asked. notTargeted: intact, and nobody wants it registered. confirmed, differs: compared with its
 * registration. contradicts: its own nodes say otherwise. submitted: an import is deciding about it.
 */
export type HashState =
  | 'unasked'
  | 'skipped'
  | 'unsupported'
  | 'unusable'
  | 'contradicts'
  | 'notTargeted'
  | 'confirmed'
  | 'differs'
  | 'submitted'
  | 'registered'
  | 'refused'

export type HashAnswer = {
  readonly state: HashState
  /** A sentence, or the name of a refusal; never a hash. */
  readonly detail: string | null
  /** The receipt of its registration. */
  readonly receiptId: string | null
  /** What said that devices like this are to be registered when it was asked; null = nothing did. */
  readonly targetedBy: string | null
  /** ISO text. */
  readonly at: string | null
}

/** How setup ends that the person waits for in front of the enrollment status page. */
export type SetupState = 'none' | 'running' | 'done' | 'failed' | 'timedOut'

export type Setup = {
  readonly state: SetupState
  /** Null: no page is shown. */
  readonly page: StatusPage | null
  /** The server has said that it has nothing more to set. */
  readonly isFinished: boolean
  readonly detail: string | null
  /** ISO texts. */
  readonly startedAt: string | null
  readonly endedAt: string | null
}

/** The enrollment status page as the policy wants it. */
export type StatusPage = {
  /** The policy it comes from. */
  readonly name: string
  readonly showsForUser: boolean
  readonly timeoutMinutes: number
  readonly mayReset: boolean
  readonly mayRetry: boolean
  readonly mayContinue: boolean
  readonly mayCollectLogs: boolean
  readonly errorText: string
}

export type LoginStatus = 'user' | 'others' | 'none'

export type ManagedState = {
  /** Null: not answered yet. */
  readonly inventory: Inventory | null
  readonly loginStatus: LoginStatus | null
  readonly hash: HashAnswer
  readonly setup: Setup
  /** The schedule that the device has; 0 = the one it enrolled with. */
  readonly schedule: number
  /** How many sessions it has begun. */
  readonly sessions: number
}

export const nothingKnown: ManagedState = {
  inventory: null,
  loginStatus: null,
  hash: { state: 'unasked', detail: null, receiptId: null, targetedBy: null, at: null },
  setup: {
    state: 'none',
    page: null,
    isFinished: false,
    detail: null,
    startedAt: null,
    endedAt: null,
  },
  schedule: 0,
  sessions: 0,
}

/** As it is read by people. */
export type ManagedReport = {
  readonly state: ManagedState
  /** What Windows said of hardware that does not fit its registration: Base64; null = nothing. */
  readonly mismatch: string | null
}

export type ManagedReports = {
  /** Undefined: it has had no session. */
  find(tenantId: TenantId, enrollmentId: string): Promise<ManagedReport | undefined>
}
