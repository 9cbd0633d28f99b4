/** Repairs: cases with their history, and what the capture of a returned device shows. */
import type {
  RepairBoardAnswer,
  RepairScenario,
  RepairScenarioKey,
  RepairVerdict,
} from '../repair-scenarios.ts'

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

type Diagnosed = Pick<RepairDiagnostic, 'tool' | 'result'> & Loose<RepairDiagnostic>

/** Members that may be left out. */
type Loose<T> = { readonly [Name in keyof T]?: T[Name] | undefined }

/** What a case is opened with. */
export type RepairOpening = {
  readonly deviceId: string
  readonly problem: Pick<RepairCase['problem'], 'summary'> & Loose<RepairCase['problem']>
  readonly contact: Pick<RepairCase['contact'], 'name' | 'timeZone'> & Loose<RepairCase['contact']>
  readonly alternativeContact?:
    | (Pick<RepairContact, 'name'> & Loose<RepairContact>)
    | null
    | undefined
  readonly address?: string | null | undefined
  readonly serviceType?: RepairCase['serviceType'] | undefined
  readonly warranty?: (Pick<RepairWarranty, 'status'> & Loose<RepairWarranty>) | undefined
  readonly diagnostics?: readonly Diagnosed[] | undefined
}

export type RepairDiagnosis = { readonly diagnostics: readonly Diagnosed[] }

export type RepairNote = {
  readonly text: string
  /** It answers the person who asked. */
  readonly isReply?: boolean | undefined
}

export type RepairFile = {
  readonly name: string
  readonly description?: string | null | undefined
  /** Base64. */
  readonly content: string
}

type ClaimedPart = Pick<RepairPart, 'number'> & {
  readonly [Name in Exclude<keyof RepairPart, 'number'>]?: RepairPart[Name] | undefined
}

/** What a claim is submitted with. */
export type RepairClaim = {
  /** Absent: the vendor of before, else the maker of the device. */
  readonly vendor?: string | undefined
  readonly vendorReference?: string | null | undefined
  readonly parts?: readonly ClaimedPart[] | undefined
  readonly troubleshootingNote?: string | null | undefined
}

export type RepairParking = { readonly scenario: RepairScenarioKey }

export type RepairVendorReport = {
  readonly status: 'accepted' | 'denied' | 'shipped' | 'inRepair'
  /** Needed for `denied`. */
  readonly reason?: string | null | undefined
  readonly reference?: string | null | undefined
}

export type RepairReturn = {
  /** Base64; absent: the one that the device itself has sent. */
  readonly hardwareHash?: string | undefined
}

export type RepairReregistration = {
  /** What a person says who has looked at an ambiguous comparison. */
  readonly confirm?: RepairBoardAnswer | undefined
  /** Why; needed for `sameBoard`. */
  readonly reason?: string | null | undefined
  /** The customer keeps the old board: nobody else can register it. */
  readonly keepBoard?: boolean | undefined
}

export type RepairEnd = { readonly resolution?: string | null | undefined }

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
