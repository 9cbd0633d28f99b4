/** What an operator decides about first boots for the whole installation. */
import type { X509Certificate } from 'node:crypto'

export type OperatorOptions = {
  /** Whether a hash alone is ever answered, if the tenant allows it too. */
  readonly hashOnly?: boolean
  /** Root and intermediate certificates of TPM makers; none are built in. */
  readonly tpmRoots?: readonly X509Certificate[]
}
