/** What repairs are asked with: a case that is opened, followed, submitted to a vendor, and ended. */
import type { RepairScenarioKey } from '../../repair/repair-scenarios.ts'
import type { RepairBoardAnswer } from '../../repair/repair-verdicts.ts'
import type {
  RepairCase,
  RepairContact,
  RepairDiagnostic,
  RepairPart,
  RepairWarranty,
} from './repairs.ts'

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
  /** Absent: the earlier vendor, else the maker of the device. */
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
