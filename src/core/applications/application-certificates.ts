/** The certificates by which applications prove themselves, as storage keeps them. */
import type { ApplicationId, TenantId } from '../ids.ts'
import type { Certificate } from './certificate.ts'

/** A certificate as it is listed. */
export type NamedCertificate = Pick<Certificate, 'der'> & {
  readonly id: string
  /** The name its creator gave it. */
  readonly displayName: string | null
  readonly createdAt: Date
}

export type ApplicationCertificates = {
  list(tenantId: TenantId, id: ApplicationId): Promise<readonly NamedCertificate[]>
  /** Returns the existing one if it is the same certificate. */
  add(
    tenantId: TenantId,
    id: ApplicationId,
    certificate: Certificate & { readonly displayName: string | null },
  ): Promise<NamedCertificate>
  /** False: there was no such certificate. */
  remove(tenantId: TenantId, id: ApplicationId, certificateId: string): Promise<boolean>
}
