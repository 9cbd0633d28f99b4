/**
 * What an administrator can do about another person's factors.
 *
 * Never about one's own: otherwise someone who took over a session could undo the lock.
 */
import type { Caller } from '../../../core/access/caller.ts'
import type { People, Person } from '../../../core/directory/user.ts'
import { DomainError } from '../../../core/errors.ts'
import type { OathTokenId, TenantId } from '../../../core/ids.ts'
import type { CodeLocks } from './codes/code-lock.ts'
import {
  type ActivationCodes,
  activateToken,
  type HardwareDeps,
  noToken,
  unassignToken,
} from './codes/hardware-token.ts'
import type { OathTokens } from './codes/oath-token.ts'
import { isLastStrong, type Removals } from './delayed-removal.ts'
import type { NotifyFactorEvent } from './factor-events.ts'
import type { FactorStandings } from './factor-policy.ts'
import { requireFreshFactor } from './fresh-factor.ts'
import type { Passkeys } from './passkeys/passkey.ts'

export type HelpDeps = {
  readonly people: Pick<People, 'find' | 'openLocks'>
  readonly locks: CodeLocks
  readonly passkeys: Passkeys
  readonly tokens: Pick<OathTokens, 'list' | 'unassign'>
  readonly standings: FactorStandings
  readonly removals: Pick<Removals, 'hold'>
  readonly notify: NotifyFactorEvent
  readonly now: () => Date
}

/** Allows one-time codes again after too many wrong ones. */
export async function unlockCodes(deps: HelpDeps, caller: Caller, personId: string): Promise<void> {
  const { tenantId, id } = await requireOther(deps, caller, personId)
  const wasLocked = await deps.locks.clear(tenantId, id)
  if (wasLocked) await deps.notify({ tenantId, personId: id, name: 'codes-unlocked' })
}

/** Lets the person try passwords again, from anywhere, after too many wrong ones by anyone. */
export async function unlockSignIn(
  deps: HelpDeps,
  caller: Caller,
  personId: string,
): Promise<void> {
  const { tenantId, id } = await requireOther(deps, caller, personId)
  await deps.people.openLocks(tenantId, id)
  await deps.notify({ tenantId, personId: id, name: 'sign-in-unlocked' })
}

/** For a lost or blocked one; the last factor requires a reset, which two administrators agree on. */
export async function removePasskey(
  deps: HelpDeps,
  caller: Caller,
  asked: { readonly personId: string; readonly credentialId: string },
): Promise<void> {
  const { tenantId, id: personId } = await requireOther(deps, caller, asked.personId)
  await deps.removals.hold(tenantId, personId)
  const own = await deps.passkeys.list(tenantId, personId)
  // The entity that was found is removed, not what the request calls it.
  const passkey = own.find(({ credentialId }) => credentialId === asked.credentialId)
  if (passkey === undefined) throw noPasskey()
  await requireAnother(deps, tenantId, personId)
  if (!(await deps.passkeys.remove(passkey))) throw noPasskey()
  await deps.notify({ tenantId, personId, name: 'passkey-removed' })
}

/**
 * The first factor of a person who has none. Someone who has one activates another token without help: otherwise a
 * single administrator could sign in as that person, with a first password and their own token.
 */
export async function activateGivenToken(
  deps: HardwareDeps & Pick<HelpDeps, 'standings' | 'now'>,
  caller: Caller,
  { id, ...codes }: ActivationCodes & { readonly id: OathTokenId },
): Promise<void> {
  requireFreshFactor(caller, deps.now())
  const { tenantId } = caller
  const [token] = await deps.tokens.list(tenantId, { id })
  const { personId, activatedAt } = token ?? {}
  const isOwn = caller.kind === 'user' && caller.userId === personId
  if (personId !== undefined && activatedAt === undefined && !isOwn) {
    const { passkeys, activeTokens } = await deps.standings(tenantId, personId)
    if (passkeys + activeTokens > 0)
      throw new DomainError(
        'conflict',
        `The user has a factor already and must activate this one (POST /admin/v1/me/hardware-tokens/${id}/activate). If it is lost, ask for a reset.`,
      )
  }
  if (token === undefined) throw noToken()
  await activateToken(deps, token, codes)
}

/** A hardware token goes back into the pool; if it is a person's last factor, only by a reset. */
export async function takeTokenBack(
  deps: HelpDeps,
  caller: Caller,
  id: OathTokenId,
): Promise<void> {
  requireFreshFactor(caller, deps.now())
  const { tenantId } = caller
  const [token] = await deps.tokens.list(tenantId, { id })
  if (token?.hardware === undefined) throw noToken()
  const { personId, activatedAt } = token
  const counts = personId !== undefined && activatedAt !== undefined
  if (counts) {
    await deps.removals.hold(tenantId, personId)
    await requireAnother(deps, tenantId, personId)
  }
  await unassignToken(deps, token)
  if (counts) await deps.notify({ tenantId, personId, name: 'hardware-token-taken-back' })
}

/** A single administrator must not leave a person with only the password. */
async function requireAnother(
  { standings }: Pick<HelpDeps, 'standings'>,
  tenantId: TenantId,
  personId: string,
): Promise<void> {
  if (isLastStrong(await standings(tenantId, personId)))
    throw new DomainError(
      'conflict',
      `This is the last strong factor of that user. Ask for a reset (POST /admin/v1/users/${personId}/factor-reset), which another administrator approves.`,
    )
}

function noPasskey(): DomainError {
  return new DomainError('not-found', 'The user has no such passkey.')
}

/** The person is looked up first: an id has many spellings, a person has one. */
async function requireOther(
  { people, now }: HelpDeps,
  caller: Caller,
  personId: string,
): Promise<Person> {
  requireFreshFactor(caller, now())
  const person = await people.find(caller.tenantId, personId)
  if (person === undefined) throw new DomainError('not-found', 'There is no such user.')
  if (caller.kind === 'user' && caller.userId === person.id)
    throw new DomainError('not-permitted', 'Another administrator must do this for you.')
  return person
}
