/** Disputes about registrations by hash alone. */

export type ClaimToken = { readonly token: string; readonly expiresDateTime: string }

export type DisputeView = {
  readonly id: string
  /** Of the caller's tenant; an operator may be neither. */
  readonly side: 'holder' | 'claimant' | 'none'
  readonly serialNumber: string
  /** The registration; null for everybody but its holder. */
  readonly deviceId: string | null
  /** SHA-256 of the TPM key that the device proved, in hexadecimal. */
  readonly keyDigest: string
  readonly state: 'open' | 'contested' | 'released' | 'displaced' | 'kept'
  readonly openedDateTime: string
  /** When the holder's notice ends. */
  readonly dueDateTime: string
  /** What the holder says; null for the claimant. */
  readonly reason: string | null
  readonly decidedDateTime: string | null
  /** The operator's; null if nobody had to decide. */
  readonly decisionReason: string | null
}

export type DisputeObjection = { readonly reason: string }
export type DisputeDecision = {
  readonly decision: 'keep' | 'displace'
  readonly reason: string
}
