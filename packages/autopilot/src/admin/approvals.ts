/** Approvals: what one person may not do alone, and who decided. */

export type ApprovalState =
  | 'pending'
  | 'approved'
  | 'rejected'
  | 'expired'
  | 'cancelled'
  | 'void'
  | 'executed'

export type Approval = {
  readonly id: string
  readonly action: string
  readonly state: ApprovalState
  readonly subjects: {
    readonly count: number
    readonly first: readonly ApprovalSubject[]
  }
  /** Of the action and all subjects. */
  readonly digest: string
  readonly requestedBy: string
  readonly requestedDateTime: string
  readonly expiresAt: string
  readonly decidedBy: string | null
  readonly decidedDateTime: string | null
  readonly reason: string | null
  /** Operators of the installation who approved it in place of the organization's own people. */
  readonly brokenBy: readonly string[]
  readonly executedDateTime: string | null
  /** Whether the caller asked for it. */
  readonly isOwn: boolean
}

export type ApprovalSubject = { readonly id: string; readonly name: string }

/** `next` goes into `cursor`. */
export type ApprovalPage = {
  readonly value: readonly Approval[]
  readonly next?: string | undefined
}

export type ApprovalSubjectPage = {
  readonly value: readonly ApprovalSubject[]
  readonly next?: string | undefined
}

export type ApprovalDecision = {
  /** Of the subjects that were shown; another one than the stored is refused. */
  readonly digest?: string | undefined
  readonly reason?: string | undefined
}

export type ApprovalPolicy = {
  /** The higher of `floor` devices and the `share` of all devices, in any `hours`. */
  readonly limit: { readonly floor: number; readonly share: number; readonly hours: number }
  /** A lower number for each person or program; null = none. */
  readonly perPerson: number | null
  readonly onDelete: 'reserve' | 'release'
}

export type ApprovalPolicyChange = {
  readonly limit: ApprovalPolicy['limit']
  readonly perPerson?: number | null | undefined
  readonly onDelete?: 'reserve' | 'release' | undefined
}

export type WaitingForApproval = { readonly approvalId: string }
