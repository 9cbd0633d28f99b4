/**
 * People and their own factors, outside of a sign-in.
 *
 * Whoever has a factor must have proved one or a recovery code just now; whoever has none, the password. An access token
 * alone, which lives for an hour, changes nothing here.
 */
import type { Caller, UserCaller } from '../access/caller.ts'
import type { Person } from '../directory/user.ts'
import { DomainError } from '../errors.ts'
import type { TellOfFactor } from './factor-events.ts'
import { type FactorStandings, needsPasskey, recoveryMethod } from './factor-policy.ts'
import { FreshFactorNeeded, freshFor, requireFreshFactor } from './fresh-factor.ts'
import { type ActivationCodes, activateToken, type HardwareDeps } from './hardware-token.ts'
import type { OathTokens } from './oath-token.ts'
import type { Passkeys } from './passkey.ts'

/** The person; throws for programs and where the proof is too old. */
export async function requireOwner(
  standings: FactorStandings,
  caller: Caller,
  now: Date,
): Promise<Pick<Person, 'tenantId' | 'id'>> {
  const person = ownerOf(caller)
  const { passkeys, activeTokens } = await standings(person.tenantId, person.id)
  const { amr } = caller as UserCaller
  // Recovery codes are there for who lost the factor: it must be possible to set up a new one.
  if (passkeys + activeTokens > 0 && !amr.includes(recoveryMethod)) requireFreshFactor(caller, now)
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

export type RemovalDeps = {
  readonly tokens: Pick<OathTokens, 'list' | 'unassign'>
  readonly passkeys: Pick<Passkeys, 'list' | 'remove'>
  readonly standings: FactorStandings
  readonly tell: TellOfFactor
  readonly now: () => Date
}

export async function removeOwnPasskey(
  deps: RemovalDeps,
  caller: Caller,
  credentialId: string,
): Promise<void> {
  const { tenantId, id: personId } = await requireOwner(deps.standings, caller, deps.now())
  const own = await deps.passkeys.list(tenantId, personId)
  if (!own.some((passkey) => passkey.credentialId === credentialId))
    throw new DomainError('not-found', 'You have no such passkey.')
  await requireOthers(deps, caller as UserCaller, 'passkey')
  await deps.passkeys.remove({ tenantId, personId, credentialId })
  await deps.tell({ tenantId, personId, name: 'passkey-removed' })
}

/** An authenticator app; a hardware token goes back through an administrator, who has it in the hand then. */
export async function removeOwnApp(
  deps: RemovalDeps,
  caller: Caller,
  tokenId: string,
): Promise<void> {
  const { tenantId, id: personId } = await requireOwner(deps.standings, caller, deps.now())
  const own = await deps.tokens.list(tenantId, { personId })
  const app = own.find(({ id, hardware }) => id === tokenId && hardware === undefined)
  if (app === undefined) throw new DomainError('not-found', 'You have no such authenticator app.')
  await requireOthers(deps, caller as UserCaller, 'app')
  await deps.tokens.unassign(tenantId, app.id)
  await deps.tell({ tenantId, personId, name: 'authenticator-app-removed' })
}

/** Whoever needs a factor keeps one: or the next sign-in would set up a new one on the password alone. */
async function requireOthers(
  { standings }: RemovalDeps,
  { tenantId, userId, directoryRoles }: UserCaller,
  removed: 'passkey' | 'app',
): Promise<void> {
  const standing = await standings(tenantId, userId)
  const { passkeys, activeTokens, factorRequired } = standing
  const mustHavePasskey = needsPasskey(standing, { roles: directoryRoles })
  const isLastPasskey = removed === 'passkey' && passkeys <= 1 && mustHavePasskey
  const isLastFactor = passkeys + activeTokens <= 1 && (factorRequired || mustHavePasskey)
  if (isLastPasskey || isLastFactor)
    throw new DomainError('conflict', 'This is the last factor that you need. Add another first.')
}

/** The person's own hardware token, by a code that it shows. */
export async function activateOwnToken(
  deps: HardwareDeps & Pick<RemovalDeps, 'standings'>,
  caller: Caller,
  { tokenId, ...codes }: ActivationCodes & { readonly tokenId: string },
): Promise<void> {
  const { tenantId, id: personId } = await requireOwner(deps.standings, caller, codes.now)
  const own = await deps.tokens.list(tenantId, { personId })
  const token = own.find(({ id }) => id === tokenId)
  if (token === undefined) throw new DomainError('not-found', 'You have no such token.')
  await activateToken(deps, token, codes)
}
