/**
 * The first step of a sign-in: a name and a password.
 *
 * Attempts are counted before any work is done. Whether there is such a person shows neither in the
 * answer nor in the time that it takes: an unknown name costs a hash as well.
 */

import type { People, Person } from '../../../core/directory/user.ts'
import type { TenantId } from '../../../core/ids.ts'
import { placeOf } from '../../../surfaces/http/client-address.ts'
import { type Attempts, addressRule, passwordRule } from '../../core/attempts.ts'
import { Busy } from '../../core/bounded-line.ts'
import { maxPasswordLength } from '../../core/password-rules.ts'
import type { Passwords } from '../../core/passwords.ts'

export type PasswordDeps = {
  readonly people: Pick<People, 'findByName'>
  readonly passwords: Pick<Passwords, 'verify'>
  readonly attempts: Attempts
  readonly now: () => Date
}

export type PasswordTry = {
  readonly tenantId: TenantId
  readonly address: string
  readonly userName: string
  readonly password: string
}

export type PasswordVerdict =
  | { readonly kind: 'right'; readonly person: Person }
  | { readonly kind: 'wrong' | 'disabled' | 'expired' }
  /** `retryAfter` in seconds. */
  | { readonly kind: 'locked' | 'busy'; readonly retryAfter: number }

export async function passwordStep(
  { people, passwords, attempts, now }: PasswordDeps,
  { tenantId, address, userName, password }: PasswordTry,
): Promise<PasswordVerdict> {
  const name = userName.trim().toLowerCase().slice(0, 320)
  for (const [rule, subject] of [
    [addressRule, placeOf(address)],
    [passwordRule, name],
  ] as const) {
    const verdict = await attempts.take(tenantId, rule, subject)
    if (!verdict.allowed) return { kind: 'locked', retryAfter: verdict.retryAfter }
  }
  try {
    const person = await people.findByName(tenantId, name)
    const isRight = await passwords.verify(
      person?.passwordHash ?? null,
      [...password].slice(0, maxPasswordLength + 1).join(''),
    )
    if (!isRight || person === undefined) return { kind: 'wrong' }
    await attempts.succeeded(tenantId, passwordRule.kind, name)
    const { passwordHash: _, ...known } = person
    if (!person.enabled) return { kind: 'disabled' }
    if (hasExpired(known, now())) return { kind: 'expired' }
    return { kind: 'right', person: known }
  } catch (error) {
    if (error instanceof Busy) return { kind: 'busy', retryAfter: error.retryAfter }
    throw error
  }
}

function hasExpired({ firstPasswordUntil }: Person, now: Date): boolean {
  return firstPasswordUntil !== undefined && firstPasswordUntil <= now
}

/** With Entra's numbers, and in its words where it has the case. [documented] */
export const passwordMessages = {
  wrong: {
    status: 401,
    text: 'Your account or password is incorrect. If you don’t remember your password, ask an administrator to reset it. (AADSTS50126)',
  },
  locked: {
    status: 429,
    text: 'Your account is temporarily locked to prevent unauthorized use. Try again later. (AADSTS50053)',
  },
  disabled: {
    status: 403,
    text: 'Your account has been disabled. Contact your administrator. (AADSTS50057)',
  },
  expired: {
    status: 403,
    text: 'Your first password was not used in time and has expired. Ask an administrator for a new one. (AADSTS50055)',
  },
  busy: {
    status: 503,
    text: 'Too many people are signing in at this moment. Try again in a few seconds. (AADSTS90033)',
  },
} as const
