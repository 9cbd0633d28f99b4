/** Why a device's request is refused. A closed set, separate from `DomainErrorCode`: only devices get these. */

export type DeploymentRefusalCode =
  | 'hash-invalid'
  | 'attestation-key-invalid'
  | 'certificate-invalid'
  | 'request-invalid'
  | 'tpm-required'
  | 'session-invalid'
  | 'proof-required'
  | 'proof-failed'
  | 'challenge-expired'
  | 'mode-not-offline'
  | 'enrollment-blocked'
  | 'enrollment-refused'
  | 'certificate-request-invalid'

export class DeploymentRefusal extends Error {
  readonly code: DeploymentRefusalCode
  /** Further members of the answer, such as the fault of a hash and its offset. */
  readonly members: Readonly<Record<string, string | number>>

  constructor(
    code: DeploymentRefusalCode,
    message: string,
    members: Readonly<Record<string, string | number>> = {},
  ) {
    super(message)
    this.name = 'DeploymentRefusal'
    this.code = code
    this.members = members
  }
}
