/** Everything that second factors need of the database. */
import type { Wrap } from '../../../core/wrap.ts'
import type { Store } from '../../../storage/sql/store.ts'
import type { RememberRefusals } from '../../core/remember-refusals.ts'
import { attemptsIn } from '../attempts.ts'
import { protocolStateIn } from '../protocol-state.ts'
import { codeLocksIn } from './code-locks.ts'
import { factorResetsIn } from './factor-resets.ts'
import { factorPoliciesIn, factorStandingsIn } from './factor-standings.ts'
import { noticesIn } from './notices.ts'
import { oathTokensIn } from './oath-tokens.ts'
import { passkeysIn } from './passkeys.ts'
import { recordFactorEvents } from './record-factor-event.ts'
import { recoveryCodesIn } from './recovery-codes.ts'
import { removalsIn } from './removals.ts'

type FactorPortsOptions = {
  readonly wrap: Wrap
  /**
   * The database outside of the transaction: that a code was tried, and that a challenge was used, stays done there
   * when the request is refused and everything else that it did is undone.
   */
  readonly whole: Store
  readonly remember: RememberRefusals
}

export function factorPortsIn(store: Store, { wrap, whole, remember }: FactorPortsOptions) {
  return {
    tokens: oathTokensIn(store, wrap),
    passkeys: passkeysIn(store),
    recovery: recoveryCodesIn(store),
    locks: codeLocksIn(store),
    attempts: remember({ ...attemptsIn(store), take: attemptsIn(whole).take }),
    state: { ...protocolStateIn(store, wrap), consume: protocolStateIn(whole, wrap).consume },
    standings: factorStandingsIn(store),
    factorPolicies: factorPoliciesIn(store),
    removals: removalsIn(store),
    resets: factorResetsIn(store),
    notices: noticesIn(store),
    notify: recordFactorEvents(store),
  }
}
