/**
 * Destructive acts require a person who has, or must have, a second factor to have proved it recently. Someone who
 * has none and needs none is not asked: whether people need factors is the tenant's policy.
 */
import type { StepUp } from '../../../core/access/step-up.ts'
import { type FactorStandings, needsPasskey } from './factor-policy.ts'
import { requireFreshFactor } from './fresh-factor.ts'

export function stepUpBy(standings: FactorStandings, now: () => Date): StepUp {
  return async (caller) => {
    if (caller.kind !== 'user') return
    const standing = await standings(caller.tenantId, caller.userId)
    const has = standing.passkeys + standing.activeTokens > 0
    const must = standing.factorRequired || needsPasskey(standing, { roles: caller.directoryRoles })
    if (has || must) requireFreshFactor(caller, now())
  }
}
