/**
 * People and their own factors, outside of a sign-in.
 *
 * Whoever has a factor must have proved one just now; whoever has none, the password just now. An access token
 * alone, which lives for an hour, changes nothing here.
 */
import type { Caller, UserCaller } from '../access/caller.ts'
import type { Person } from '../directory/user.ts'
import { DomainError } from '../errors.ts'
import type { FactorStandings } from './factor-policy.ts'
import { FreshFactorNeeded, freshFor, requireFreshFactor } from './fresh-factor.ts'

/** The person; throws for programs and where the proof is too old. */
export async function requireOwner(
  standings: FactorStandings,
  caller: Caller,
  now: Date,
): Promise<Pick<Person, 'tenantId' | 'id'>> {
  const person = ownerOf(caller)
  const { passkeys, activeTokens } = await standings(person.tenantId, person.id)
  if (passkeys + activeTokens > 0) requireFreshFactor(caller, now)
  else requireFreshSignIn(caller as UserCaller, now)
  return person
}

/** Throws for programs. */
export function ownerOf(caller: Caller): Pick<Person, 'tenantId' | 'id'> {
  if (caller.kind === 'user') return { tenantId: caller.tenantId, id: caller.userId }
  throw new DomainError('not-found', 'Only people have factors; this is a program.')
}

function requireFreshSignIn({ authTime }: UserCaller, now: Date): void {
  if (now.getTime() - authTime.getTime() > freshFor * 1000) throw new FreshFactorNeeded(freshFor)
}
