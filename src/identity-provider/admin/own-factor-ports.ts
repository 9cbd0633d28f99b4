/** What the routes of a person's own factors need, and the person as someone who has just proved who they are. */
import type { Caller } from '../../core/access/caller.ts'
import type { People, Person } from '../../core/directory/user.ts'
import { DomainError } from '../../core/errors.ts'
import type { AuditName } from '../../surfaces/http/route.ts'
import type { Attempts } from '../core/attempts.ts'
import type { CodeLocks } from '../core/factors/codes/code-lock.ts'
import type { OathTokens } from '../core/factors/codes/oath-token.ts'
import type { RecoveryCodes } from '../core/factors/codes/recovery-codes.ts'
import type { Removals } from '../core/factors/delayed-removal.ts'
import type { FactorStandings } from '../core/factors/factor-policy.ts'
import { requireOwner } from '../core/factors/own-factors.ts'
import type { PasskeyDeps } from '../core/factors/passkeys/passkey-steps.ts'
import type { ProtocolState } from '../core/protocol-state.ts'

export type OwnFactorDeps = PasskeyDeps & {
  readonly people: Pick<People, 'find' | 'endSignIns'>
  readonly attempts: Attempts
  readonly tokens: OathTokens
  readonly locks: CodeLocks
  readonly recovery: RecoveryCodes
  readonly removals: Removals
  readonly standings: FactorStandings
  readonly state: ProtocolState
  readonly now: () => Date
}

export const permission = 'own-factors.write'

export function named(resource: string, action?: string): AuditName {
  return { category: 'User', resource, ...(action !== undefined && { action }) }
}

/** For people who have just proved their identity. */
export async function wholePerson(deps: OwnFactorDeps, caller: Caller): Promise<Person> {
  const { tenantId, id } = await requireOwner(deps.standings, caller, deps.now())
  const person = await deps.people.find(tenantId, id)
  if (person === undefined) throw new DomainError('not-found', 'There is no such user.')
  return person
}
