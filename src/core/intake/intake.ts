/** What technicians hand in at devices: kept until an administrator decides, and nothing is registered before that. */
import { createHash } from 'node:crypto'
import type { TagScope } from '../access/tag-scope.ts'
import type { TenantId } from '../ids.ts'
import type { Page, Rows } from '../query.ts'

/** once: one device, then it is spent. key: a program hands in many, such as a webhook of WindowsDeviceLink. */
export type IntakeCodeKind = 'once' | 'key'
/** A hardware hash registers its device, a DeviceLink associates it. */
export type IntakeKind = 'hash' | 'link'

export type IntakeCode = {
  readonly tenantId: TenantId
  readonly id: string
  readonly kind: IntakeCodeKind
  readonly label: string
  /** The tag of devices that are registered through it, unless the approver gives another. */
  readonly groupTag: string | null
  readonly createdBy: string
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly usedAt: Date | null
  readonly withdrawnAt: Date | null
}

export type NewIntakeCode = Pick<
  IntakeCode,
  'tenantId' | 'id' | 'kind' | 'label' | 'groupTag' | 'createdBy'
> & { readonly minutes: number }

export type IntakeState = 'pending' | 'approved' | 'rejected' | 'expired'

export type IntakeSubmission = {
  readonly tenantId: TenantId
  readonly id: string
  readonly codeId: string
  readonly kind: IntakeKind
  /** Of the code. */
  readonly groupTag: string | null
  /** As the hash or the link says. */
  readonly serialNumber: string
  readonly manufacturer: string
  readonly model: string
  readonly note: string
  readonly address: string
  readonly state: IntakeState
  readonly submittedAt: Date
  readonly expiresAt: Date
  readonly decidedAt: Date | null
  readonly decidedBy: string | null
  readonly reason: string | null
  readonly receiptId: string | null
  readonly associationId: string | null
}

export type NewSubmission = Pick<
  IntakeSubmission,
  | 'tenantId'
  | 'id'
  | 'codeId'
  | 'groupTag'
  | 'kind'
  | 'serialNumber'
  | 'manufacturer'
  | 'model'
  | 'note'
  | 'address'
> & {
  readonly payload: Uint8Array
  readonly requestId: string
}

export type IntakeDecision = {
  readonly state: 'approved' | 'rejected'
  readonly by: string
  readonly reason?: string | null
  readonly receiptId?: string | null
  readonly associationId?: string | null
}

export type IntakeDesk = {
  addCode(code: NewIntakeCode, digest: Buffer): Promise<IntakeCode>
  /** The newest first, as far as the scope reaches. */
  listCodes(tenantId: TenantId, scope: TagScope, page: Page): Promise<Rows<IntakeCode>>
  /** False: there is none that could still be used, or the scope does not reach it. */
  withdrawCode(tenantId: TenantId, id: string, scope: TagScope): Promise<boolean>
  /** What waits for a decision first, and then the newest, as far as the scope reaches. */
  listSubmissions(tenantId: TenantId, scope: TagScope, page: Page): Promise<Rows<IntakeSubmission>>
  find(tenantId: TenantId, id: string): Promise<IntakeSubmission | undefined>
  /** What was handed in, held until the transaction ends. Undefined: it is no longer pending. */
  hold(tenantId: TenantId, id: string): Promise<Uint8Array | undefined>
  decide(tenantId: TenantId, id: string, decision: IntakeDecision): Promise<void>
}

/** For those who have nothing but a code. */
export type IntakeDoor = {
  /** Undefined: unknown, or withdrawn. A code that is spent or over is found for a day. */
  findCode(digest: Buffer): Promise<IntakeCode | undefined>
  /** The submission that a code of one device was spent for. */
  findOf(code: IntakeCode): Promise<IntakeSubmission | undefined>
  /**
   * Spends a code of one device. The id is that of an earlier submission if the request was sent before.
   * `spent`: somebody was faster. `full`: too many wait for a decision.
   */
  submit(
    code: IntakeCode,
    submission: NewSubmission,
  ): Promise<{ readonly id: string } | 'spent' | 'full'>
}

/** Minutes that a code is good for. */
export const onceMinutes = { usual: 60, max: 24 * 60 } as const
export const keyMinutes = { usual: 30 * 24 * 60, max: 90 * 24 * 60 } as const
/** Hours that an administrator has to decide. */
export const decisionHours = 24
/** Submissions of a key that may wait at once. */
export const maxWaiting = 200

/** Of the code in any spelling: blanks, hyphens and case do not count. */
export function digestOfIntakeCode(code: string): Buffer {
  const letters = code.replace(/[\s-]/g, '').toUpperCase()
  return createHash('sha256').update(`intake code ${letters}`).digest()
}
