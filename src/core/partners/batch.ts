/** A partner's batches of devices at a customer, and the jobs that put devices into them. */
import type { RefusalName, ReportedError } from 'taxiway-autopilot'
import type { Device } from '../devices/device.ts'
import { DomainError } from '../errors.ts'
import type { ConsentId, DeviceId, TenantId } from '../ids.ts'

/** Of one partner at one customer. */
export type Place = {
  readonly customerId: TenantId
  readonly partnerId: TenantId
}

export type DeviceBatch = {
  /** As the partner spelled it; the group tag of its devices. */
  readonly name: string
  readonly createdBy: string
  readonly createdAt: Date
  /** Registered now. */
  readonly devices: number
  readonly isBusy: boolean
}

export type BatchDevice = {
  readonly device: Device
  /** The name of its profile from this channel; null = none. */
  readonly policyName: string | null
}

export type JobRow = {
  readonly serialNumber: string | null
  readonly productKey: string | null
  readonly deviceId: DeviceId | null
  readonly state: 'undecided' | 'complete' | 'error'
  readonly refusal?: RefusalName | 'PolicyNotFound'
  readonly reportedAs?: ReportedError
}

export type PartnerJob = {
  readonly id: string
  readonly startedAt: Date
  /** Null: rows are left. */
  readonly completedAt: Date | null
  readonly rows: readonly JobRow[]
}

/** A job as the customer lists it. */
export type PartnerSubmission = {
  readonly id: string
  readonly channel: string
  readonly batch: string | null
  readonly consentId: ConsentId
  readonly at: Date
  readonly rows: number
  readonly complete: number
  readonly error: number
}

export type DevicePage = {
  readonly rows: readonly BatchDevice[]
  readonly total: number
}

export type Batches = {
  list(place: Place): Promise<readonly DeviceBatch[]>
  find(place: Place, key: string): Promise<DeviceBatch | undefined>
  /** False: the partner has a batch of that name there, in whatever case. */
  add(place: Place, batch: { readonly name: string; readonly createdBy: string }): Promise<boolean>
  /** In the order of their registration; `after` = the last one seen. */
  devices(
    place: Place,
    page: { readonly key: string; readonly after?: DeviceId | undefined; readonly limit: number },
  ): Promise<DevicePage>
  /** Devices of the partner there, by id or serial number; in a batch, if one is named. */
  own(
    place: Place,
    named: { readonly key?: string; readonly devices: readonly string[] },
  ): Promise<readonly BatchDevice[]>
  job(place: Place, id: string): Promise<PartnerJob | undefined>
  keepPolicyJob(
    place: Place,
    job: { readonly id: string; readonly rows: readonly JobRow[] },
  ): Promise<void>
  /** Newest first; `after` = the id of the last one seen. */
  submissions(
    place: Place,
    query: { readonly after?: string | undefined; readonly limit: number },
  ): Promise<readonly PartnerSubmission[]>
}

export const maxBatchName = 100

/** What batches are told apart by. */
export function batchKey(name: string): string {
  return name.normalize('NFC').toLowerCase()
}

/** Throws for a name that cannot stand in an address or be a group tag. */
export function checkBatchName(name: string): void {
  const fault =
    name.trim() === ''
      ? 'is empty'
      : name.length > maxBatchName
        ? `is longer than ${maxBatchName} characters`
        : /[/\\?#%\p{C}]/u.test(name)
          ? 'contains one of / \\ ? # % or a control character'
          : /^\.{1,2}$/.test(name)
            ? 'has a meaning of its own in an address'
            : undefined
  if (fault !== undefined)
    throw new DomainError(
      'request-invalid',
      `The batch id ${fault}. It is the group tag of its devices and part of their address.`,
    )
}

export function batchNotFound(name: string): DomainError {
  return new DomainError('not-found', `There is no batch '${name}'.`)
}
