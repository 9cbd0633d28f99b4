/** One remark about a hash. */
export type Finding = {
  readonly severity: 'invalid' | 'critical' | 'warning'
  /** Stable; meant for programs. */
  readonly code: string
  /** The record's name; null when the remark is about the hash as a whole. */
  readonly field: string | null
  /** One sentence for a person. */
  readonly message: string
}
