/** Repairs as they are answered: cases with their history, and what the capture of a returned device shows. */
import type { RepairScenario } from '../../repair/repair-scenario.ts'
import type { RepairScenarioKey } from '../../repair/repair-scenarios.ts'
import type { RepairVerdict } from '../../repair/repair-verdicts.ts'

export type RepairState =
  | 'open'
  | 'diagnosed'
  | 'submitted'
  | 'accepted'
  | 'denied'
  | 'void'
  | 'deviceParked'
  | 'inRepair'
  | 'compared'
  | 'blocked'
  | 'reregistered'
  | 'closed'
  | 'cancelled'

export type RepairContact = {
  readonly name: string
  readonly email: string | null
  readonly phone: string | null
  /** When they can be reached, such as `9-17`. */
  readonly preferredHours: string | null
}

export type RepairWarranty = {
  readonly status: 'inWarranty' | 'expired' | 'unknown'
  readonly serviceLevel: string | null
  /** A date, such as `2027-03-31`. */
  readonly endsOn: string | null
  readonly source: string | null
  readonly checkedAt: string | null
}

export type RepairDiagnostic = {
  /** Such as `MdmDiagnosticsTool` or the maker's own. */
  readonly tool: string
  readonly code: string | null
  readonly result: 'passed' | 'failed' | 'notRun'
  readonly ranAt: string | null
  readonly attachmentId: string | null
}

export type RepairPart = {
  readonly number: string
  readonly description: string | null
  readonly quantity: number
  /** Of the part that is replaced, such as a PPID. */
  readonly oldPartId: string | null
  readonly isBoard: boolean
}

export type RepairVendor = {
  readonly name: string
  /** The vendor's number of the case. */
  readonly reference: string | null
  readonly status: 'waiting' | 'accepted' | 'denied' | 'shipped' | 'inRepair'
  readonly deniedReason: string | null
  readonly submissions: number
  readonly denials: number
}

/** One field of both captures, side by side. */
export type RepairEvidence = {
  readonly field: string
  readonly relation: 'agrees' | 'disagrees' | 'absent' | 'junk'
  readonly binding: 'board' | 'movable' | 'contrast'
  readonly before: readonly string[]
  readonly after: readonly string[]
}

export type RepairComparison = {
  readonly kind: RepairVerdict
  readonly means: string
  readonly next: string
  readonly evidence: readonly RepairEvidence[]
  /** A registration of the tenant that the board belongs to; null: of another tenant, or none. */
  readonly donorRegistrationId: string | null
  readonly comparedDateTime: string
}

export type RepairAttachment = {
  readonly id: string
  readonly name: string
  readonly description: string | null
  readonly bytes: number
  readonly addedDateTime: string
  readonly by: string
}

export type RepairHistoryEntry = {
  readonly at: string
  readonly by: string
  /** What happened, such as `opened` or `vendor denied`. */
  readonly what: string
  readonly text: string | null
}

export type RepairGuidance = Pick<RepairScenario, 'supported' | 'source' | 'grade'> & {
  /** In their order, in words. */
  readonly steps: readonly string[]
}

export type RepairCase = {
  readonly id: string
  /** For people, such as `R-2026-00017`. */
  readonly number: string
  readonly state: RepairState
  readonly serialNumber: string
  readonly manufacturer: string | null
  readonly model: string | null
  readonly groupTag: string | null
  /** The registration that the case is about. */
  readonly deviceId: string
  /** The registration in force: the same, or the one that took its place. */
  readonly registrationId: string
  /** Members that a new registration took over from the old one; null: there is none. */
  readonly carriedOver: readonly string[] | null
  readonly openedDateTime: string
  readonly openedBy: string
  /** The end of the next business day of the contact. */
  readonly respondBy: string
  readonly respondedDateTime: string | null
  readonly isOverdue: boolean
  readonly problem: {
    readonly summary: string
    /** A date, or a moment. */
    readonly since: string | null
    readonly accidental: boolean
  }
  readonly contact: RepairContact & {
    /** IANA name, such as `Europe/Berlin`. */
    readonly timeZone: string
  }
  readonly alternativeContact: RepairContact | null
  readonly address: string | null
  readonly serviceType: 'returnToDepot' | 'onSite' | 'partsOnly' | 'carryIn'
  readonly warranty: RepairWarranty
  readonly diagnostics: readonly RepairDiagnostic[]
  readonly parts: readonly RepairPart[]
  readonly troubleshootingNote: string | null
  readonly vendor: RepairVendor | null
  readonly scenario: RepairScenarioKey | null
  /** What Microsoft's documentation says of the scenario; null: none is chosen. */
  readonly guidance: RepairGuidance | null
  readonly verdict: RepairComparison | null
  readonly certificate: {
    readonly id: string
    readonly jws: string
    readonly verifyUrl: string
  } | null
  readonly closedDateTime: string | null
  /** What may be done next, as the last part of its path. */
  readonly acts: readonly string[]
}

export type RepairCaseDetail = RepairCase & {
  readonly attachments: readonly RepairAttachment[]
  /** Oldest first; nothing is ever removed from it. */
  readonly history: readonly RepairHistoryEntry[]
}

export type RepairCases = {
  readonly value: readonly RepairCase[]
  readonly next?: string | undefined
}

/** A registered device that has other hardware now, and waits for a case. */
export type RepairFinding = {
  readonly registrationId: string
  readonly serialNumber: string
  readonly model: string | null
  readonly remediationState: 'manualRemediationRequired'
  readonly sinceDateTime: string
  /** Windows has sent the hash of its hardware. */
  readonly hasCapture: boolean
}

/** The days on which nobody has to answer. */
export type RepairCalendar = {
  /** 1 = Monday … 7 = Sunday. */
  readonly workDays: readonly number[]
  /** Dates, such as `2026-12-25`. */
  readonly holidays: readonly string[]
}
