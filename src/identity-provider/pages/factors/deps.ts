/** What the pages of second factors need, and what they find out about a person. */

import type { CodeDeps } from '../../core/factors/codes/prove-code.ts'
import type { RecoveryDeps } from '../../core/factors/codes/recovery-codes.ts'
import type { FactorStandings } from '../../core/factors/factor-policy.ts'
import type { Factors } from '../../core/factors/factors.ts'
import type { PasskeyDeps, PasskeyVisit } from '../../core/factors/passkeys/passkey-steps.ts'
import type { FactorQuestion } from '../sign-in/factor-page.ts'

export type FactorPageDeps = CodeDeps &
  RecoveryDeps &
  PasskeyDeps & {
    readonly factors: Factors
    readonly standings: FactorStandings
    readonly now: () => Date
  }

/** Administrators must show the key a PIN, a finger or a face. */
export function passkeyVisit({ person, uid }: FactorQuestion): PasskeyVisit {
  return { person, session: uid, userVerified: person.roles.length > 0 }
}
