/**
 * The receipt of one submitted device. It is separate from the registration: it says what happened to the row, and
 * deleting it leaves the device registered. [observed: what public scripts do]
 */

import type { RefusalName, ReportedError } from 'taxiway-autopilot'
import type { AuditActor } from '../audit/audit.ts'
import { DomainError } from '../errors.ts'
import type { ConsentId, DeviceId, ImportId, ReceiptId, TenantId } from '../ids.ts'
import type { ListQuery, Rows } from '../query.ts'

/** One row as submitted, independent of its wire format. Empty texts are null. */
export type Submission = {
  /** The client's own correlation id; null = none, and the receipt's id takes its place. */
  readonly importId: string | null
  readonly serialNumber: string | null
  readonly productKey: string | null
  /** Decoded from base64; null = none given or not base64, which is refused as an unusable hash. */
  readonly hardwareHash: Uint8Array | null
  readonly groupTag: string | null
  readonly purchaseOrderIdentifier: string | null
  readonly assignedUserPrincipalName: string | null
  /** With the serial number they name a device where a channel takes no hash; absent = not given. */
  readonly manufacturer?: string | null
  readonly model?: string | null
  /** Already refused, and not to be decided; absent = to be decided. */
  readonly refused?: RefusalName
  /** Who may read that it was refused although its tag is out of their scope; absent = the usual rules apply. */
  readonly submittedBy?: string
}

/** `undecided` until the runner has looked at the row, then permanently one of the others. */
export type ImportState =
  | { readonly status: 'undecided' }
  | { readonly status: 'complete'; readonly deviceId: DeviceId }
  | {
      readonly status: 'error'
      readonly refusal: RefusalName
      /** Only if an emulator was set to report something else. */
      readonly reportedAs?: ReportedError
      /** The tenant's own device that the row was recognized as. */
      readonly deviceId?: DeviceId
      /** Present: a person decides or has decided about the row. */
      readonly conflict?: RowConflict
    }

export type RowConflict = {
  readonly id: string
  readonly state: 'open' | 'same' | 'different' | 'rejected'
}

/** The channel that an import came through, and for partners the consent that lets it in. */
export type Through = ThroughPartner | { readonly channel: 'mdmAuto' }

export type ThroughPartner = {
  readonly channel: 'partnerCenter' | 'oemDirect'
  readonly partnerId: TenantId
  readonly consentId: ConsentId
  /** Null: the channel has no batches. */
  readonly batchKey: string | null
  /** Who at the partner sent it. */
  readonly actor: AuditActor
}

export type ImportedDevice = Omit<
  Submission,
  'hardwareHash' | 'refused' | 'submittedBy' | 'manufacturer' | 'model'
> & {
  readonly id: ReceiptId
  readonly state: ImportState
  readonly submittedAt: Date
  readonly submittedBy: string | null
  /** Null: it is still undecided. */
  readonly decidedAt: Date | null
}

export type ImportedDeviceField =
  | 'id'
  | 'importId'
  | 'serialNumber'
  | 'productKey'
  | 'groupTag'
  | 'status'
  | 'errorCode'
  | 'errorName'
  | 'deviceId'
  | 'submittedAt'
  | 'submittedBy'
  | 'decidedAt'
  | 'assignedUserPrincipalName'

export type NewImport = {
  readonly id: ImportId
  readonly tenantId: TenantId
  readonly submissions: readonly Submission[]
  /** Absent: the tenant sent it itself. */
  readonly through?: Through
}

export type ImportedDevices = {
  /** Stores all rows and the work to decide them in one transaction: all or none. */
  add(submitted: NewImport): Promise<void>
  find(tenantId: TenantId, id: string): Promise<ImportedDevice | undefined>
  list(tenantId: TenantId, query: ListQuery<ImportedDeviceField>): Promise<Rows<ImportedDevice>>
  /** Deletes the receipt, and the row itself if it is undecided; false = there was none. */
  remove(tenantId: TenantId, id: string): Promise<boolean>
  /** The same of all receipts that have this `importId` of their client. */
  removeAll(tenantId: TenantId, importId: string): Promise<void>
}

export function importNotFound(id: string): DomainError {
  return new DomainError(
    'import-not-found',
    `There is no imported Windows Autopilot device with the id '${id}'.`,
  )
}

/** A row of which nothing is said. */
export const emptyRow = {
  importId: null,
  serialNumber: null,
  productKey: null,
  hardwareHash: null,
  groupTag: null,
  purchaseOrderIdentifier: null,
  assignedUserPrincipalName: null,
} as const satisfies Submission
