/**
 * A repair: the record of one device that is broken, from the first call to the profile that it gets afterwards. While
 * it is away its registration is parked: it keeps its identity, so that nobody else can register the device, and gets no
 * profile. Nothing is deleted, since what goes to repair comes back.
 */
import type { RepairScenarioKey, RepairVerdict } from 'taxiway-autopilot'
import type {
  RepairContact,
  RepairDiagnostic,
  RepairPart,
  RepairVendor,
  RepairWarranty,
} from 'taxiway-autopilot/admin'
import type { TagScope } from '../access/tag-scope.ts'
import type { Evidence } from '../identity/compare.ts'
import type { DeviceId, RepairCaseId, TenantId } from '../ids.ts'

export const repairStates = [
  'open',
  'diagnosed',
  'submitted',
  'accepted',
  'denied',
  'void',
  'deviceParked',
  'inRepair',
  'compared',
  'blocked',
  'reregistered',
  'closed',
  'cancelled',
] as const
export type RepairState = (typeof repairStates)[number]

/** A vendor denies a claim so often; with the next denial it is void. [observed: Dell's dispatch service] */
export const maxDenials = 3
/** [observed: the same] */
export const maxParts = 4
/** In characters. [observed: the same] */
export const maxTroubleshootingNote = 1_000
export const maxDiagnostics = 50
export const maxAttachments = 10
export const maxAttachmentBytes = 8 * 1024 * 1024

/** What a person says when they open it. */
export type RepairRequest = {
  readonly problem: {
    readonly summary: string
    /** A date, or a moment. */
    readonly since: string | null
    readonly accidental: boolean
  }
  /** IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string
  readonly contact: RepairContact
  readonly alternativeContact: RepairContact | null
  readonly address: string | null
  readonly serviceType: 'returnToDepot' | 'onSite' | 'partsOnly' | 'carryIn'
  readonly warranty: RepairWarranty
}

export type ComparedField = Pick<Evidence, 'field' | 'relation' | 'binding'> & {
  readonly before: readonly string[]
  readonly after: readonly string[]
}

export type RepairComparison = {
  readonly verdict: RepairVerdict
  readonly evidence: readonly ComparedField[]
  /** Of the tenant's own; null where there is none, or another tenant has it. */
  readonly donorId: DeviceId | null
  readonly comparedDateTime: string
}

/** What is known of a case besides its state, as it is stored. */
export type RepairDetails = RepairRequest & {
  readonly diagnostics: readonly RepairDiagnostic[]
  readonly parts: readonly RepairPart[]
  readonly troubleshootingNote: string | null
  readonly vendor: RepairVendor | null
  readonly scenario: RepairScenarioKey | null
  readonly comparison: RepairComparison | null
}

export type RepairCase = {
  readonly id: RepairCaseId
  readonly tenantId: TenantId
  /** Counts the cases of a tenant; 1 is the first. */
  readonly number: number
  readonly state: RepairState
  readonly deviceId: DeviceId
  readonly newDeviceId: DeviceId | null
  readonly serialNumber: string
  readonly manufacturer: string | null
  readonly model: string | null
  /** Of the registration as it is now; as it was, once that is gone. */
  readonly groupTag: string | null
  readonly openedAt: Date
  readonly openedBy: string
  readonly respondBy: Date
  readonly respondedAt: Date | null
  /** When it was noticed that nobody had answered in time. */
  readonly overdueAt: Date | null
  readonly closedAt: Date | null
  readonly certificate: { readonly id: string; readonly jws: string } | null
  readonly details: RepairDetails
}

export type RepairAttachment = {
  readonly id: string
  readonly name: string
  readonly description: string | null
  readonly bytes: number
  readonly addedAt: Date
  readonly by: string
}

export type NewRepairCase = Pick<
  RepairCase,
  'id' | 'tenantId' | 'deviceId' | 'openedBy' | 'respondBy' | 'state'
> & { readonly details: RepairDetails }

export type RepairChange = {
  readonly state?: RepairState
  readonly details?: RepairDetails
  /** Somebody has answered the person who asked. */
  readonly responds?: boolean
}

/** What happened, for the history. */
export type RepairNote = {
  readonly by: string
  readonly what: string
  readonly text?: string | null
}

export type RepairHistoryEntry = {
  readonly at: Date
  readonly by: string
  readonly what: string
  readonly text: string | null
}

export type RepairQuery = {
  readonly state?: RepairState | undefined
  readonly deviceId?: DeviceId | undefined
  /** Only those that are not closed or cancelled. */
  readonly isOpen?: boolean | undefined
  /** The id of the last case of the page before. */
  readonly after?: RepairCaseId | undefined
  readonly limit: number
}

export type RepairEventType =
  | 'repair.case.opened'
  | 'repair.case.submitted'
  | 'repair.case.denied'
  | 'repair.case.returned'
  | 'repair.case.verdict'
  | 'repair.case.closed'

/** What storage keeps of cases; every change adds to the history in the same transaction. */
export type Repairs = {
  /** Keeps the device's newest hash with it. False: the device has an open case already. */
  open(fresh: NewRepairCase, note: RepairNote): Promise<boolean>
  find(tenantId: TenantId, id: RepairCaseId): Promise<RepairCase | undefined>
  /** Like `find`, and locks the case until the transaction ends. */
  hold(tenantId: TenantId, id: RepairCaseId): Promise<RepairCase | undefined>
  /** Newest first. */
  list(tenantId: TenantId, query: RepairQuery, scope: TagScope): Promise<readonly RepairCase[]>
  change(of: RepairCase, change: RepairChange, note: RepairNote): Promise<void>
  history(of: RepairCase): Promise<readonly RepairHistoryEntry[]>
  announce(
    of: RepairCase,
    type: RepairEventType,
    detail?: Readonly<Record<string, string>>,
  ): Promise<void>
  attachments(of: RepairCase): Promise<readonly RepairAttachment[]>
  attach(
    to: RepairCase,
    file: Omit<RepairAttachment, 'addedAt' | 'bytes'> & { readonly content: Uint8Array },
  ): Promise<void>
  contentOf(of: RepairCase, attachmentId: string): Promise<Uint8Array | undefined>
  /** The hash from before the repair, or the one of the device that came back; undefined: there is none. */
  captureOf(of: RepairCase, which: 'before' | 'after'): Promise<Uint8Array | undefined>
  keepCapture(of: RepairCase, bytes: Uint8Array): Promise<void>
}
