/** Everything a person can sign in with besides the password, without secrets. */

import type { Person } from '../../core/directory/user.ts'
import type { CodeLocks } from '../core/factors/codes/code-lock.ts'
import type { OathTokens } from '../core/factors/codes/oath-token.ts'
import type { Removals } from '../core/factors/delayed-removal.ts'
import type { FactorStandings } from '../core/factors/factor-policy.ts'
import type { Passkeys } from '../core/factors/passkeys/passkey.ts'
import { presentPasskey, presentRemoval, presentToken } from './present-factors.ts'

type ListDeps = {
  readonly passkeys: Passkeys
  readonly locks: CodeLocks
  readonly tokens: OathTokens
  readonly standings: FactorStandings
  readonly removals: Pick<Removals, 'list'>
}

export async function factorsOf(
  deps: ListDeps,
  { tenantId, id: personId }: Pick<Person, 'tenantId' | 'id'>,
) {
  // First, because it removes what should be gone by now.
  const { recoveryCodes } = await deps.standings(tenantId, personId)
  const tokens = await deps.tokens.list(tenantId, { personId })
  const passkeys = await deps.passkeys.list(tenantId, personId)
  const removals = await deps.removals.list(tenantId, personId)
  return {
    tokens: tokens.map(presentToken),
    passkeys: passkeys.map(presentPasskey),
    removals: removals.map(presentRemoval),
    recoveryCodesLeft: recoveryCodes,
    codesLocked: await deps.locks.isLocked(tenantId, personId),
  }
}
