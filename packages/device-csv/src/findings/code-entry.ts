/** An entry of the catalogue of findings. */
import type { Profile } from '../row.ts'

export type Severity = 'error' | 'warning' | 'info'

/** Retired channels are as strict as Intune. */
export type JudgingProfile = Exclude<Profile, 'store-for-business' | 'm365-business'>

/** `repairable`: `taxiway csv fix` repairs it without inventing anything. */
export type CodeEntry = {
  readonly severity: Severity | Readonly<Record<JudgingProfile, Severity>>
  readonly repairable: boolean
  /** The sentence; `detail` is what was found, already shortened. */
  readonly message: (detail: string) => string
  readonly fix: string
}
