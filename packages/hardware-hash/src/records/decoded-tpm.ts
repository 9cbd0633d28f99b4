import { toHex } from '../bytes.ts'
import { sha256 } from '../digest/digest.ts'

/** The TPM as the hash shows it; a part is null when its record is absent. */
export type DecodedTpm = {
  readonly version: string | null
  /** Lower-case hex. */
  readonly ekPublicModulus: string | null
  /** SHA-256 of the modulus, or, where that is absent, the digest that record 11 claims. */
  readonly ekDigest: string | null
  /** Whether record 11 agrees with the key; null when one of the two is absent. */
  readonly ekDigestMatches: boolean | null
}

type Shown = {
  readonly version: string | null
  /** The modulus. */
  readonly key: Uint8Array | undefined
  /** The digest that record 11 has. */
  readonly claimed: string | null
}

export function decodedTpm({ version, key, claimed }: Shown): DecodedTpm {
  const computed = key === undefined ? null : sha256(key)
  const ekDigestMatches = computed === null || claimed === null ? null : computed === claimed
  return {
    version,
    // Half a kilobyte of digits, for which only few ask.
    get ekPublicModulus() {
      return key === undefined ? null : toHex(key)
    },
    ekDigest: computed ?? claimed,
    ekDigestMatches,
  }
}
