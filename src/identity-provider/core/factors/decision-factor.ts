/**
 * What a person proves who decides for others: a sign-in of the last ten minutes, with a passkey if the person has one
 * or the organization asks the person's roles for one, and else with whatever factor the person has or must have.
 */
import type { UserCaller } from '../../../core/access/caller.ts'
import { type FactorStandings, needsPasskey } from './factor-policy.ts'
import { FreshFactorNeeded, isFresh, requireFreshFactor } from './fresh-factor.ts'

/** Seconds. */
const decisionMaxAge = 600

const passkeyMethods = ['hwk', 'swk']

export function decisionFactorBy(
  standings: FactorStandings,
  now: () => Date,
): (caller: UserCaller) => Promise<void> {
  return async (caller) => {
    const standing = await standings(caller.tenantId, caller.userId)
    const { passkeys, activeTokens, factorRequired } = standing
    if (passkeys > 0 || needsPasskey(standing, { roles: caller.directoryRoles })) {
      const isProved = caller.amr.some((method) => passkeyMethods.includes(method))
      if (!isProved) throw new FreshFactorNeeded(decisionMaxAge)
    } else if (activeTokens > 0 || factorRequired) requireFreshFactor(caller, now(), decisionMaxAge)
    if (!isFresh(caller, now(), decisionMaxAge)) throw new FreshFactorNeeded(decisionMaxAge)
  }
}
