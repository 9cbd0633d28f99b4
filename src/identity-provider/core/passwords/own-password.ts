/**
 * Setting a person's password: the person's own choice, or a first password from somebody else, which must not
 * last.
 */

import { builtInRoles } from '../../../core/access/built-in-roles.ts'
import type { Caller } from '../../../core/access/caller.ts'
import { type RoleDeps, requireGivable } from '../../../core/access/manage-roles.ts'
import type { Permission } from '../../../core/access/permissions.ts'
import { Busy } from '../../../core/bounded-line.ts'
import type { FirstPasswords } from '../../../core/directory/manage-people.ts'
import {
  newPassword,
  type People,
  type Person,
  passwordMarkOf,
} from '../../../core/directory/user.ts'
import { DomainError } from '../../../core/errors.ts'
import type { RunInTransaction } from '../../../core/run-in-transaction.ts'
import { mayConsent } from '../consent.ts'
import type { NotifyFactorEvent } from '../factors/factor-events.ts'
import { requireFreshFactor } from '../factors/fresh-factor.ts'
import { type IsCommonPassword, passwordFault } from './password-rules.ts'
import type { Passwords } from './passwords.ts'

/** How long a first password is valid before its first use. Seconds. */
export const firstPasswordLifetime = 7 * 24 * 60 * 60

export type PasswordPorts = {
  readonly people: Pick<People, 'setPassword'>
  readonly notify: NotifyFactorEvent
}

export type SetPasswordDeps = {
  readonly passwords: Pick<Passwords, 'hash'>
  readonly transact: RunInTransaction<PasswordPorts>
}

/**
 * `password` must have passed the rules, and `person` be as when the previous one was proved. Returns the new one's
 * mark; undefined = another one was set meanwhile, and stays. Throws Busy if too many hashes are waiting.
 */
export async function setOwnPassword(
  { passwords, transact }: SetPasswordDeps,
  { tenantId, id, firstPasswordUntil, passwordMark }: Person,
  password: string,
): Promise<string | undefined> {
  const hash = await passwords.hash(password)
  const name = firstPasswordUntil === undefined ? 'password-changed' : 'first-password-changed'
  const isSet = await transact(async ({ people, notify }) => {
    const done = await people.setPassword(tenantId, id, { hash, instead: passwordMark })
    if (done) await notify({ tenantId, personId: id, name })
    return done
  })
  return isSet ? passwordMarkOf(hash) : undefined
}

export type FirstPasswordDeps = Omit<SetPasswordDeps, 'transact'> &
  PasswordPorts &
  RoleDeps & {
    readonly people: Pick<People, 'find' | 'endSignIns' | 'setPassword' | 'openLocks'>
    readonly now: () => Date
  }

export type FirstPassword = { readonly password: string; readonly expiresAt: Date }

/**
 * A new first password for another person who has forgotten theirs. Anyone who knows a password could act as that
 * person, so it is only given by someone who has every permission that person has.
 */
export async function giveFirstPassword(
  deps: FirstPasswordDeps,
  caller: Caller,
  personId: string,
): Promise<FirstPassword> {
  requireFreshFactor(caller, deps.now())
  const person = await deps.people.find(caller.tenantId, personId)
  if (person === undefined) throw new DomainError('not-found', 'There is no such user.')
  if (caller.kind === 'user' && caller.userId === person.id)
    throw new DomainError('not-permitted', 'Change your own password on the page of your account.')
  await requireGivable(deps, caller, await permissionsOf(deps, person))
  const password = newPassword()
  const expiresAt = new Date(deps.now().getTime() + firstPasswordLifetime * 1000)
  const hash = await deps.passwords.hash(password).catch(tooBusy)
  await deps.people.setPassword(person.tenantId, person.id, { hash, firstUntil: expiresAt })
  await deps.people.endSignIns(person.tenantId, person.id)
  await deps.people.openLocks(person.tenantId, person.id)
  await deps.notify({ tenantId: person.tenantId, personId: person.id, name: 'password-reset' })
  return { password, expiresAt }
}

function tooBusy(error: unknown): never {
  if (!(error instanceof Busy)) throw error
  const { retryAfter } = error
  throw new DomainError('throttled', 'Too many passwords wait to be hashed.', { retryAfter })
}

/** How others judge and hash a first password that an administrator chose. */
export function firstPasswordsBy(
  passwords: Pick<Passwords, 'hash'>,
  isCommon: IsCommonPassword,
): FirstPasswords {
  return {
    lifetime: firstPasswordLifetime,
    fault: (password, owner) => passwordFault(password, owner, isCommon),
    hash: (password) => passwords.hash(password).catch(tooBusy),
  }
}

/** Consent can give applications what otherwise only their administrators could. */
const consenting: Permission = 'applications.write'

async function permissionsOf(
  { roles }: Pick<FirstPasswordDeps, 'roles'>,
  { tenantId, id, roles: own }: Person,
): Promise<readonly Permission[]> {
  const grants = await roles.grantsOf(tenantId, { kind: 'user', id })
  const byDirectory = builtInRoles.filter(({ displayName }) => own.includes(displayName))
  const given = [...byDirectory, ...grants].flatMap(({ permissions }) => permissions)
  return mayConsent({ roles: own }) ? [...given, consenting] : given
}
