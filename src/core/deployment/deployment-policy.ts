/** What a tenant demands of devices before they get a profile. */
import type { TenantId } from '../ids.ts'

export type DeploymentPolicy = {
  /** The hash alone never gets a profile, whatever the server allows. */
  readonly requireProof: boolean
  /** The maker's certificate of the TPM key must lead to a root that this installation trusts. */
  readonly requireEkCertificate: boolean
  /** A device that can never prove itself gets nothing: its claim would rest on a hash for ever. */
  readonly forbidHashOnlyClaims: boolean
  /** The first TPM key that a device without a known one proves may become its own, once a person agrees. */
  readonly bindOnFirstProof: boolean
  /** The hash alone gets a cut profile, if the server allows that at all. */
  readonly allowHashOnly: boolean
}

/** Nothing is demanded, and nothing is given without a proof. */
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
