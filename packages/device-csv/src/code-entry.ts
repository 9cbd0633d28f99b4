/** What the catalogue of findings says of one code. */
import type { Profile } from './row.ts'

export type Severity = 'error' | 'warning' | 'info'

/** What the catalogue knows of one code. `repairable`: `fix` mends it without inventing anything. */
export type CodeEntry = {
  readonly severity: Severity | Readonly<Record<Profile, Severity>>
  readonly repairable: boolean
  /** The sentence; `detail` is what was met, already shortened. */
  readonly message: (detail: string) => string
  readonly fix: string
}
