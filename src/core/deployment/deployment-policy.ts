/** What a tenant requires of devices before they get a profile. */
import type { TenantId } from '../ids.ts'

export type DeploymentPolicy = {
  /** A hash alone never gets a profile, whatever the server allows. */
  readonly requireProof: boolean
  /** The TPM maker's certificate must chain to a root that this installation trusts. */
  readonly requireEkCertificate: boolean
  /** A device that can never prove itself gets nothing: its claim would rest on a hash forever. */
  readonly forbidHashOnlyClaims: boolean
  /** If no TPM key of the device is known, the first one it proves may become its own once a person agrees. */
  readonly bindOnFirstProof: boolean
  /** A hash alone gets a reduced profile, if the server allows that at all. */
  readonly allowHashOnly: boolean
}

/** No extra requirements, and nothing is given without a proof. */
export const defaultPolicy: DeploymentPolicy = {
  requireProof: false,
  requireEkCertificate: false,
  forbidHashOnlyClaims: false,
  bindOnFirstProof: false,
  allowHashOnly: false,
}

export type DeploymentPolicies = {
  find(tenantId: TenantId): Promise<DeploymentPolicy>
  change(tenantId: TenantId, changes: Partial<DeploymentPolicy>): Promise<DeploymentPolicy>
}
