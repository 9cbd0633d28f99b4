/** An entry of the catalogue of findings. */
import type { Profile } from './row.ts'

export type Severity = 'error' | 'warning' | 'info'

/** `repairable`: `taxiway csv fix` repairs it without inventing anything. */
export type CodeEntry = {
  readonly severity: Severity | Readonly<Record<Profile, Severity>>
  readonly repairable: boolean
  /** The sentence; `detail` is what was found, already shortened. */
  readonly message: (detail: string) => string
  readonly fix: string
}
