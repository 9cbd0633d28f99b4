/** What a tenant holds about one device beside its registration: kept elsewhere, and read together. */
import type { DeviceId, TenantId } from '../ids.ts'

export type DevicePapers = {
  /** The channel that the device was registered through. */
  channel(tenantId: TenantId, id: DeviceId): Promise<string>
  /** Release certificates that made it the tenant's, or gave it away; oldest first. */
  certificates(tenantId: TenantId, id: DeviceId): Promise<readonly CertificateLine[]>
  /** Earlier registrations of the serial number in the same tenant, newest first. */
  earlier(
    tenantId: TenantId,
    of: { readonly id: DeviceId; readonly serialNumber: string },
  ): Promise<readonly EarlierRegistration[]>
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
  readonly state: string
  readonly deletedAt: Date
  readonly deletedBy: string
}
