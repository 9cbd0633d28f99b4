/** What an operator decides about devices for the whole installation. */
import type { X509Certificate } from 'node:crypto'

export type OperatorOptions = {
  /** Whether a hash alone is answered at all, where its tenant allows it too. */
  readonly hashOnly?: boolean
  /** Roots and intermediates of TPM makers; none come along. */
  readonly tpmRoots?: readonly X509Certificate[]
}
