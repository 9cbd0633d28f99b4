/** What a tenant holds about one device beside its registration: kept elsewhere, and read together. */
import type { DeviceId, RepairCaseId, TenantId } from '../ids.ts'

export type DevicePapers = {
  /** The channel that the device was registered through. */
  channel(tenantId: TenantId, id: DeviceId): Promise<string>
  /** Release certificates that made it the tenant's, or gave it away; oldest first. */
  certificates(tenantId: TenantId, id: DeviceId): Promise<readonly CertificateLine[]>
  /** Registrations whose place it took after a repair, newest first. */
  replaced(tenantId: TenantId, id: DeviceId): Promise<readonly ReplacedRegistration[]>
  /** Earlier registrations of the serial number in the same tenant, newest first. */
  earlier(
    tenantId: TenantId,
    of: { readonly id: DeviceId; readonly serialNumber: string },
  ): Promise<readonly EarlierRegistration[]>
}

export type ReplacedRegistration = {
  readonly id: DeviceId
  /** Its own, as it was. */
  readonly groupTag: string | null
  readonly serialNumber: string
  readonly replacedAt: Date
  readonly repairId: RepairCaseId
}

export type CertificateLine = {
  readonly id: string
  readonly kind: string
  readonly sequence: number
  readonly side: 'giver' | 'receiver'
  readonly issuedAt: Date
}

export type EarlierRegistration = {
  readonly id: DeviceId
  readonly groupTag: string | null
  readonly state: string
  readonly deletedAt: Date
  readonly deletedBy: string
}
