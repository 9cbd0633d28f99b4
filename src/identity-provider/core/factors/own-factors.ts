/**
 * People and their own factors, outside of a sign-in.
 *
 * Someone who has a factor must just have proved one, or a recovery code; someone who has none, the password. An
 * access token alone, which lives for an hour, changes nothing here.
 */
import type { Caller, UserCaller } from '../../../core/access/caller.ts'
import type { Person } from '../../../core/directory/user.ts'
import { DomainError } from '../../../core/errors.ts'
import { type ActivationCodes, activateToken, type HardwareDeps } from './codes/hardware-token.ts'
import type { OathTokens } from './codes/oath-token.ts'
import {
  isLastStrong,
  isNeeded,
  type PendingRemoval,
  type RemovableKind,
  type Removals,
  removalDelay,
} from './delayed-removal.ts'
import type { NotifyFactorEvent } from './factor-events.ts'
import {
  type FactorStanding,
  type FactorStandings,
  isOutsideOnly,
  needsPasskey,
  recoveryMethod,
} from './factor-policy.ts'
import { FreshFactorNeeded, freshFor, isFresh, requireFreshFactor } from './fresh-factor.ts'
import type { Passkeys } from './passkeys/passkey.ts'

/** The person; throws for applications and if the proof is too old. */
export async function requireOwner(
  standings: FactorStandings,
  caller: Caller,
  now: Date,
): Promise<Pick<Person, 'tenantId' | 'id'>> {
  const person = ownerOf(caller)
  const standing = await standings(person.tenantId, person.id)
  const { passkeys, activeTokens } = standing
  const { amr, directoryRoles } = caller as UserCaller
  const isFirst = passkeys + activeTokens === 0
  if (isFirst && isOutsideOnly(amr) && needsPasskey(standing, { roles: directoryRoles }))
    throw new DomainError(
      'not-permitted',
      'Your roles need a passkey. Sign in with your password to set up the first one.',
    )
  // Recovery codes are for people who lost their factor: they must be able to set up a new one.
  if (passkeys + activeTokens > 0 && !amr.includes(recoveryMethod)) requireFreshFactor(caller, now)
  else requireFreshSignIn(caller as UserCaller, now)
  return person
}

/** Throws for applications. */
export function ownerOf(caller: Caller): Pick<Person, 'tenantId' | 'id'> {
  if (caller.kind === 'user') return { tenantId: caller.tenantId, id: caller.userId }
  throw new DomainError('not-found', 'Only people have factors; this is a program.')
}

function requireFreshSignIn(caller: UserCaller, now: Date): void {
  if (!isFresh(caller, now, freshFor)) throw new FreshFactorNeeded(freshFor)
}

export type RemovalDeps = {
  readonly tokens: Pick<OathTokens, 'list' | 'unassign'>
  readonly passkeys: Pick<Passkeys, 'list' | 'remove'>
  readonly standings: FactorStandings
  readonly removals: Pick<Removals, 'hold' | 'list' | 'add' | 'cancel'>
  readonly notify: NotifyFactorEvent
  readonly now: () => Date
}

/** Returns when it will be gone; undefined = it already is. */
export async function removeOwnPasskey(
  deps: RemovalDeps,
  caller: Caller,
  askedId: string,
): Promise<Date | undefined> {
  const { tenantId, id: personId } = await requireOwner(deps.standings, caller, deps.now())
  await deps.removals.hold(tenantId, personId)
  const own = await deps.passkeys.list(tenantId, personId)
  const passkey = own.find((each) => each.credentialId === askedId)
  if (passkey === undefined) throw new DomainError('not-found', 'You have no such passkey.')
  const { credentialId } = passkey
  const dueAt = await delayLast(deps, caller as UserCaller, {
    factorId: credentialId,
    kind: 'passkey',
  })
  if (dueAt !== undefined) return dueAt
  await deps.passkeys.remove(passkey)
  await deps.removals.cancel(tenantId, personId, credentialId)
  await deps.notify({ tenantId, personId, name: 'passkey-removed' })
  return undefined
}

/** An authenticator app; a hardware token is returned through an administrator. */
export async function removeOwnApp(
  deps: RemovalDeps,
  caller: Caller,
  tokenId: string,
): Promise<Date | undefined> {
  const { tenantId, id: personId } = await requireOwner(deps.standings, caller, deps.now())
  await deps.removals.hold(tenantId, personId)
  const own = await deps.tokens.list(tenantId, { personId })
  const app = own.find(({ id, hardware }) => id === tokenId && hardware === undefined)
  if (app === undefined) throw new DomainError('not-found', 'You have no such authenticator app.')
  const dueAt = await delayLast(deps, caller as UserCaller, {
    factorId: app.id,
    kind: 'authenticator-app',
  })
  if (dueAt !== undefined) return dueAt
  await deps.tokens.unassign(tenantId, app.id)
  await deps.removals.cancel(tenantId, personId, app.id)
  await deps.notify({ tenantId, personId, name: 'authenticator-app-removed' })
  return undefined
}

/**
 * Someone who needs a factor keeps one; otherwise the next sign-in would set up a new one on the password alone.
 * Someone who needs none can be without one after a day. Undefined: there are others, and this one may be removed
 * at once.
 */
async function delayLast(
  deps: RemovalDeps,
  { tenantId, userId: personId, directoryRoles }: UserCaller,
  { factorId, kind }: Pick<PendingRemoval, 'factorId' | 'kind'>,
): Promise<Date | undefined> {
  const pending = await deps.removals.list(tenantId, personId)
  const known = pending.find((each) => each.factorId === factorId)
  const standing = staying(await deps.standings(tenantId, personId), pending, factorId)
  if (isNeeded(standing, { roles: directoryRoles }, kind))
    throw new DomainError('conflict', 'This is the last factor that you need. Add another first.')
  if (!isLastStrong(standing)) return undefined
  if (known !== undefined) return known.dueAt
  const askedAt = deps.now()
  const dueAt = new Date(askedAt.getTime() + removalDelay * 1000)
  await deps.removals.add({ tenantId, personId, factorId, kind, askedAt, dueAt })
  await deps.notify({ tenantId, personId, name: 'removal-asked' })
  return dueAt
}

/** The remaining factors, without `factorId` and those whose removal is pending. */
function staying(
  standing: FactorStanding,
  pending: readonly PendingRemoval[],
  factorId: string,
): FactorStanding {
  const leaving = (kind: RemovableKind) =>
    pending.filter((each) => each.kind === kind && each.factorId !== factorId).length
  return {
    ...standing,
    passkeys: standing.passkeys - leaving('passkey'),
    activeTokens: standing.activeTokens - leaving('authenticator-app'),
  }
}

/** Cancelling needs no fresh factor: it is never the dangerous choice. */
export async function cancelOwnRemoval(
  {
    removals,
    notify,
  }: Pick<RemovalDeps, 'notify'> & {
    readonly removals: Pick<Removals, 'list' | 'cancel'>
  },
  { tenantId, id: personId }: Pick<Person, 'tenantId' | 'id'>,
  factorId: string,
): Promise<void> {
  const waiting = await removals.list(tenantId, personId)
  const isWaiting = waiting.some((each) => each.factorId === factorId)
  if (!isWaiting || !(await removals.cancel(tenantId, personId, factorId)))
    throw new DomainError('not-found', 'No removal of that factor is waiting.')
  await notify({ tenantId, personId, name: 'removal-cancelled' })
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
