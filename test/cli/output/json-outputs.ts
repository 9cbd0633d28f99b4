/**
 * What each command prints with `--json`, by its words: `schemas/` is made from these types (`npm run schema`), and a
 * command that prints JSON must have one. Several types are what different options make of one command.
 */
import type {
  BetaDeviceIdentity,
  Explanation,
  ReleaseClaims,
  RepairScenario,
} from 'taxiway-autopilot'
import type {
  Application,
  ApplicationCertificate,
  ApplicationCredentials,
  ApplicationKey,
  ApplicationSecret,
  Approval,
  ApprovalSubject,
  AssociationView,
  ClaimToken,
  Conflict,
  Consent,
  ConsentRevoked,
  DeletedDevice,
  DeviceRecordView,
  DeviceResults,
  Disclosures,
  DisputeView,
  EnrollmentSettings,
  EnrollmentTokenView,
  EnrollmentView,
  EventTypeEntry,
  IntakeCodeView,
  IntakeView,
  MadeEnrollmentToken,
  NewApplicationSecret,
  NewIntakeCodeView,
  NewTransfer,
  NewWebhook,
  PartnerBatch,
  PartnerCustomer,
  PartnerRequest,
  PartnerSubmission,
  ProvenVerdict,
  RegistryEvent,
  ReleaseCertificateView,
  RemovalPlan,
  RemovalPlanHead,
  RepairAttachment,
  RepairCase,
  RepairCaseDetail,
  SubmissionDetail,
  SubmissionRow,
  Tenant,
  TransferDeviceView,
  TransferView,
  Webhook,
  WebhookDelivery,
  WebhookSecret,
} from 'taxiway-autopilot/admin'
import type {
  Finding as CsvFinding,
  FileReport,
  FixChange,
  FixReport,
  LeftOut,
  MergeConflict,
} from 'taxiway-device-csv'
import type { Difference, HashFault } from 'taxiway-hardware-hash'
import type { Result as Associated } from '../../../cli/associations/associate-command.ts'
import type { CheckedFile } from '../../../cli/csv/check-command.ts'
import type { Summary as Converted } from '../../../cli/csv/convert-command.ts'
import type { Losses } from '../../../cli/csv/loss-report.ts'
import type { Shown as Booted } from '../../../cli/device/boot-command.ts'
import type { Row as Changed } from '../../../cli/devices/change/report.ts'
import type { DeviceExplanation } from '../../../cli/devices/explain-device.ts'
import type { HashExplanation } from '../../../cli/devices/explain-hash.ts'
import type { Row as Locked } from '../../../cli/devices/locked-command.ts'
import type { Shown as ShownDevice } from '../../../cli/devices/show-command.ts'
import type { WholeTimeline } from '../../../cli/devices/timeline.ts'
import type { Registration } from '../../../cli/devices/verify-command.ts'
import type { Place } from '../../../cli/devices/where-command.ts'
import type { Finding } from '../../../cli/doctor/finding.ts'
import type { Row as CheckedHash } from '../../../cli/hash/check-command.ts'
import type { FleetRow } from '../../../cli/hash/make-command.ts'
import type { Row as ImportRecord } from '../../../cli/import/list/listed-row.ts'
import type { ReportRow, Summary } from '../../../cli/import/report-rows.ts'
import type { Verdict } from '../../../cli/omadm/relay-command.ts'
import type { PlanFile } from '../../../cli/remove/plan-file.ts'
import type { ContextRow } from '../../../cli/sign-in/context-command.ts'
import type { MovedRow } from '../../../cli/transfers/move-evidence.ts'
import type { Row as Audited } from '../../../cli-server/verify/verify-audit.ts'
import type {
  CollectedDevice,
  CollectedLink,
  CollectFault,
  OobeState,
} from '../../../src/collect/collect.ts'
import type { StoreFinding } from '../../../src/storage/upkeep/verify-store.ts'
import type { DecodedHash } from './decoded-hash.ts'

type List<Entry> = readonly Entry[]

type InFile = { source: string; line: number | null }
/** Opening a case answers all of it. */
type RepairActed = RepairCase & Partial<Pick<RepairCaseDetail, 'attachments' | 'history'>>
type Changes = { rows: List<Changed>; summary: Partial<Record<Changed['status'], number>> }
type Uploaded = Omit<SubmissionDetail, 'rows'> & {
  rows: List<SubmissionRow & { nextStep: string | null }>
}
type Sent = { file: string; line: number; serialNumber: string }
type Tally = { name: string; rows: number; sha256?: string }
type Fixed = {
  output: string | null
  rejects: string | null
  kind: FileReport['kind']
  encoding: FileReport['encoding']
  format: FixReport['format']
  rows: { read: number; written: number; leftOut: number; repeated: number }
  changeCount: number
  changes: List<FixChange>
  leftOut: List<Pick<LeftOut, 'line' | 'codes'>>
  remaining: List<CsvFinding>
  untouched: FixReport['untouched']
  cells: FixReport['cells']
}
type Genuine = { serialNumber: string; kind: string; sequence: number; issued: string }
type Verified =
  | { valid: false; verdict: string; jws: string }
  | ({ valid: true; verdict: 'genuine'; claims: ReleaseClaims } & Genuine)

export type JsonOutputs = {
  'applications certificates add': List<ApplicationCertificate>
  'applications certificates list': List<ApplicationCertificate>
  'applications keys add': List<ApplicationKey>
  'applications keys list': List<ApplicationKey>
  'applications create': List<ApplicationCredentials>
  'applications list': List<Application>
  'applications secrets add': List<NewApplicationSecret>
  'applications secrets list': List<ApplicationSecret>
  'applications show': Application
  'applications update': List<Application>
  'approvals list': List<Approval & { devices: number }>
  'approvals show': Omit<Approval, 'subjects'> & { subjects: List<ApprovalSubject> }
  associate: List<Associated> | List<CollectedLink>
  'associations list': List<AssociationView>
  backup: {
    file: string
    bytes: number
    sha256: string
    createdDateTime: string
    version: string | null
    keyEncryptionKey: 'omitted' | 'behind the passphrase'
    tables: List<Tally>
  }
  changes: List<RegistryEvent> | List<EventTypeEntry>
  collect: {
    output: string | null
    devices: List<CollectedDevice>
    oobe: List<OobeState>
    findings: List<CollectFault>
    summary: { devices: number; repeated: number }
  }
  'conflicts decide': Conflict
  'conflicts list': List<Conflict>
  'conflicts show': Conflict
  'context list': List<ContextRow>
  'csv check': {
    files: List<CheckedFile>
    summary: { files: number; rows: number; errors: number; warnings: number; infos: number }
  }
  'csv convert': Converted
  'csv fix': Fixed
  'csv merge': {
    output: string | null
    files: number
    rows: { read: number; written: number; repeated: number }
    conflicts: List<MergeConflict>
    emptyFiles: List<string>
    leftOut: Losses
  }
  'csv split': { parts: List<{ path: string; rows: number }>; rows: number; leftOut: Losses }
  'device boot': Booted
  'device doctor': List<{ check: string; ok: 'ok' | 'FAILED'; detail: string }>
  'device fleet': List<{ end: string; devices: number }>
  'devices assign-user': Changes
  'devices delete': Changes
  'devices deleted': List<DeletedDevice>
  'devices explain': DeviceExplanation | HashExplanation | List<HashExplanation>
  'devices export': List<BetaDeviceIdentity>
  'devices list': List<BetaDeviceIdentity & { context?: string }>
  'devices locked': List<Locked> | List<ClaimToken> | List<ProvenVerdict>
  'devices restore': DeviceResults['value']
  'devices show': ShownDevice & { record?: DeviceRecordView }
  'devices timeline': WholeTimeline
  'devices unassign-user': Changes
  'devices undo': Changes
  'devices update': Changes
  'devices verify': List<Registration>
  'devices where': List<Place>
  'disputes list': List<DisputeView>
  'disputes token': List<ClaimToken>
  doctor: List<Finding>
  'enrollments list': List<EnrollmentView>
  'enrollments settings': List<EnrollmentSettings>
  'enrollments token': List<MadeEnrollmentToken>
  'enrollments tokens': List<EnrollmentTokenView>
  evidence: List<{ name: string; bytes: number; says: string }>
  explain: List<Explanation>
  'hash check': List<CheckedHash>
  'hash decode': DecodedHash | HashFault | List<InFile & (DecodedHash | HashFault)>
  'hash diff': List<Difference>
  'hash make': { hardwareHash: string } | List<FleetRow>
  import:
    | { receipt: string; rows: List<ReportRow>; summary: Summary }
    | List<Sent & { groupTag: string; assignedUser: string }>
    | List<Sent & { status: ReportRow['status'] | 'waiting' | 'sending' | 'sent' }>
  'import list': List<ImportRecord>
  'intake code': List<NewIntakeCodeView>
  'intake codes': List<IntakeCodeView>
  'intake list': List<IntakeView>
  intercept: Record<string, string>
  'keys rotate': { rewrapped: number }
  'keys rotate-signing': { active: string; withdrawn: boolean }
  migrate: { applied: List<string>; version: string }
  'omadm relay': List<Verdict>
  'partner ask': List<PartnerRequest>
  'partner batches': List<PartnerBatch>
  'partner consents': List<Consent & { partnerName: string }>
  'partner customers': List<PartnerCustomer>
  'partner requests': List<PartnerRequest>
  'partner revoke': ConsentRevoked
  'partner status': List<PartnerSubmission> | Uploaded
  'partner upload': Uploaded | List<CsvFinding>
  'release verify': List<Verified> | List<{ url: string; status: string }>
  'remove cancel': RemovalPlan
  'remove list': List<Omit<RemovalPlanHead, 'counts'> & RemovalPlanHead['counts']>
  'remove plan': RemovalPlan | PlanFile
  'remove run': RemovalPlan | PlanFile
  'remove show': RemovalPlan | PlanFile
  'remove undo': RemovalPlan | PlanFile
  'repair attach': List<RepairAttachment>
  'repair cancel': List<RepairActed>
  'repair close': List<RepairActed>
  'repair diagnostics': List<RepairActed>
  'repair list': List<RepairCase>
  'repair note': List<RepairActed>
  'repair open': List<RepairActed>
  'repair re-register': List<RepairActed>
  'repair release': List<RepairActed>
  'repair returned': RepairActed
  'repair scenarios': List<RepairScenario & { key: string }> | (RepairScenario & { key: string })
  'repair show': RepairCaseDetail
  'repair submit': List<RepairActed>
  'repair vendor': List<RepairActed>
  restore: { createdDateTime: string; version: string | null; tables: List<Tally> }
  sync: { syncStatus: string; lastSyncDateTime: string | null }
  'tenants disclosures': List<Disclosures>
  'tenants list': List<Tenant>
  'transfer accept': List<TransferDeviceView>
  'transfer certificates': List<ReleaseCertificateView>
  'transfer list': List<TransferView>
  'transfer look': TransferView['models']
  'transfer move': List<MovedRow & { by: string }>
  'transfer offer': List<NewTransfer>
  'verify audit': List<Audited>
  'verify store': { ok: boolean; findings: List<StoreFinding> }
  'webhooks add': List<NewWebhook>
  'webhooks change': List<Webhook>
  'webhooks deliveries': List<WebhookDelivery>
  'webhooks list': List<Webhook>
  'webhooks rotate-secret': List<WebhookSecret>
}
