/** What storage keeps about the secrets of applications; their values are not among it. */
import type { ApplicationId, TenantId } from '../ids.ts'

/** A secret as it is listed, without its value. */
export type SecretName = {
  readonly id: string
  /** The name its creator gave it. */
  readonly displayName: string | null
  /** Its first three characters; null for secrets created before these were stored. */
  readonly hint: string | null
  readonly createdAt: Date
  /** Absent: never. */
  readonly expiresAt?: Date
}

export type NewSecret = {
  readonly digest: Uint8Array
  readonly hint: string
  readonly displayName: string | null
  readonly expiresAt?: Date
}

export type ApplicationSecrets = {
  list(tenantId: TenantId, id: ApplicationId): Promise<readonly SecretName[]>
  add(tenantId: TenantId, id: ApplicationId, secret: NewSecret): Promise<SecretName>
  /** False: there was no such secret. */
  revoke(tenantId: TenantId, id: ApplicationId, secretId: string): Promise<boolean>
}
