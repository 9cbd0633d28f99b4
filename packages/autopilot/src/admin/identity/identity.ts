/** Which device is which: conflicts for a person to decide, dry runs, histories, the deny list, events. */
import type { Page } from '../list.ts'

export const conflictStates = ['open', 'same', 'different', 'rejected'] as const
export type ConflictState = (typeof conflictStates)[number]

export const conflictDecisions = ['same', 'different', 'reject'] as const

export type Conflict = {
  readonly id: string
  readonly kind: string
  readonly state: ConflictState
  /** Why, in a sentence that names no value. */
  readonly sentence: string
  /** Registered devices, most likely first; null is a device of another tenant. */
  readonly candidates: readonly (string | null)[]
  /** The imported device whose row it is about. */
  readonly importedDeviceId: string
  readonly serialNumber: string | null
  /** The registered device that a remark is about; null while a row is held. */
  readonly deviceId: string | null
  readonly createdDateTime: string
  readonly decidedDateTime: string | null
  readonly decidedBy: string | null
}

export type ConflictPage = Page<Conflict>

export type ConflictDecision = {
  readonly decision: (typeof conflictDecisions)[number]
  /** Which candidate it is the same as; needed where there are several. */
  readonly deviceId?: string | undefined
}

/** What a hash would match; nothing is changed. */
export type HashMatch = {
  readonly verdict: 'match' | 'no-match' | 'review'
  readonly sentence: string
  /** The matched device; null unless the verdict is `match`. */
  readonly deviceId: string | null
  readonly candidates: readonly HashCandidate[]
  /** Fields of the hash whose values identify nothing. */
  readonly junk: readonly string[]
}

export type HashCandidate = {
  readonly deviceId: string
  readonly verdict: string
  readonly bits: number
  readonly evidence: readonly HashEvidence[]
}

export type HashEvidence = {
  readonly field: string
  readonly relation: string
  readonly binding: string
  readonly bits: number
  /** Whether this difference alone rules the device out. */
  readonly veto: boolean
}

export type DeviceHistory = {
  readonly claimLevel: number
  readonly provisionalUntilDateTime: string | null
  /** A partner declared it before its hash was known; null = it was registered with a hash. */
  readonly declaredDateTime: string | null
  readonly awaitsHash: boolean
  readonly hashes: readonly {
    readonly acceptedDateTime: string
    readonly changes: readonly string[]
  }[]
}

/** A row of the deny list has a value or a pattern. */
export type DenyListRow = {
  readonly kind: string
  readonly value?: string | undefined
  readonly pattern?: string | undefined
  readonly source: string
  readonly active: boolean
}

export type DenyListProposal = {
  readonly kind: string
  readonly value: string
  readonly devices: number
}
