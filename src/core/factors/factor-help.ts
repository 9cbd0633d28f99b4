/**
 * What an administrator can do about another person's factors.
 *
 * Never about one's own: whoever took over one session could otherwise open what the lock has closed.
 */
import type { Caller } from '../access/caller.ts'
import type { People } from '../directory/user.ts'
import { DomainError } from '../errors.ts'
import type { CodeLocks } from './code-lock.ts'
import type { TellOfFactor } from './factor-events.ts'
import { requireFreshFactor } from './fresh-factor.ts'
import type { Passkeys } from './passkey.ts'

export type HelpDeps = {
  readonly people: Pick<People, 'find'>
  readonly locks: CodeLocks
  readonly passkeys: Passkeys
  readonly tell: TellOfFactor
  readonly now: () => Date
}

/** Lets one-time codes work again after too many wrong ones. */
export async function unlockCodes(deps: HelpDeps, caller: Caller, personId: string): Promise<void> {
  await requireOther(deps, caller, personId)
  const wasLocked = await deps.locks.clear(caller.tenantId, personId)
  if (wasLocked) await deps.tell({ tenantId: caller.tenantId, personId, name: 'codes-unlocked' })
}

/** For a lost or blocked one. */
export async function removePasskey(
  deps: HelpDeps,
  caller: Caller,
  { personId, credentialId }: { readonly personId: string; readonly credentialId: string },
): Promise<void> {
  await requireOther(deps, caller, personId)
  const { tenantId } = caller
  if (!(await deps.passkeys.remove({ tenantId, personId, credentialId })))
    throw new DomainError('not-found', 'The user has no such passkey.')
  await deps.tell({ tenantId, personId, name: 'passkey-removed' })
}

async function requireOther(
  { people, now }: HelpDeps,
  caller: Caller,
  personId: string,
): Promise<void> {
  requireFreshFactor(caller, now())
  if (caller.kind === 'user' && caller.userId === personId)
    throw new DomainError('not-permitted', 'Another administrator must do this for you.')
  if ((await people.find(caller.tenantId, personId)) === undefined)
    throw new DomainError('not-found', 'There is no such user.')
}
