/** The part of a device that proves its identity: whatever holds its endorsement key, or nothing. */
import type { Credential } from '../tpm/credential.ts'
import type { EndorsementKey } from '../tpm/endorsement-key.ts'

export type Prover = {
  /** TPMT_PUBLIC of the attestation key in use; a new one after the TPM was cleared. */
  readonly attestationKey: Buffer
  readonly endorsementKey: EndorsementKey
  /** Lower-case hex of an RSA-2048 endorsement key, as record 25 of a hash holds it; null = another kind. */
  readonly ekModulus: string | null
  /** The maker's certificate (DER) of the endorsement key; null = it was not sent. */
  readonly ekCertificate: Buffer | null
  /** Opens a credential; rejects if it is for another TPM or another attestation key. */
  activate(credential: Credential): Promise<Buffer>
  /** The same TPM after its owner cleared it: same endorsement key, new attestation key. */
  cleared(): Promise<Prover>
  close(): Promise<void>
}
