/** Everything that second factors need of the database. */
import type { Wrap } from '../../../core/wrap.ts'
import type { Store } from '../../../storage/sql/database.ts'
import { inUnit } from '../../../storage/sql/unit-of-work.ts'
import { attemptsIn } from '../attempts.ts'
import { protocolStateIn } from '../protocol-state.ts'
import { attemptsApart, stateApart } from './apart.ts'
import { codeLocksIn } from './code-locks.ts'
import { factorResetsIn } from './factor-resets.ts'
import { factorPoliciesIn, factorStandingsIn } from './factor-standings.ts'
import { noticesIn } from './notices.ts'
import { oathTokensIn } from './oath-tokens.ts'
import { passkeysIn } from './passkeys.ts'
import { recoveryCodesIn } from './recovery-codes.ts'
import { removalsIn } from './removals.ts'
import { tellAudit } from './tell-audit.ts'

export function factorPortsIn(store: Store, wrap: Wrap) {
  return {
    tokens: oathTokensIn(store, wrap),
    passkeys: passkeysIn(store),
    recovery: recoveryCodesIn(store),
    locks: codeLocksIn(store),
    attempts: attemptsApart(store, attemptsIn(store)),
    state: stateApart(store, protocolStateIn(store, wrap)),
    standings: factorStandingsIn(store),
    factorPolicies: factorPoliciesIn(store),
    removals: removalsIn(store),
    resets: factorResetsIn(store),
    notices: noticesIn(store),
    inOne: <T>(work: () => Promise<T>) => inUnit(store.pool, work),
    tell: tellAudit(store),
  }
}
