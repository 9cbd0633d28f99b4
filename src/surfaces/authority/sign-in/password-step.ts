/**
 * The first step of a sign-in: a name and a password.
 *
 * Attempts are counted before any work is done. Whether there is such a person shows neither in the
 * answer nor in the time that it takes: an unknown name costs a hash as well.
 */
import { type Attempts, addressRule, passwordRule } from '../../../core/access/attempts.ts'
import { Busy } from '../../../core/access/bounded-line.ts'
import type { Passwords } from '../../../core/access/passwords.ts'
import type { People, Person } from '../../../core/directory/user.ts'
import type { TenantId } from '../../../core/ids.ts'
import { placeOf } from '../../http/client-address.ts'

export type PasswordDeps = {
  readonly people: Pick<People, 'findByName'>
  readonly passwords: Pick<Passwords, 'verify'>
  readonly attempts: Attempts
}

export type PasswordTry = {
  readonly tenantId: TenantId
  readonly address: string
  readonly userName: string
  readonly password: string
}

export type PasswordVerdict =
  | { readonly kind: 'right'; readonly person: Person }
  | { readonly kind: 'wrong' | 'disabled' }
  /** `retryAfter` in seconds. */
  | { readonly kind: 'locked' | 'busy'; readonly retryAfter: number }

/** Longer ones are no password; the hash would read them to the end. */
const longestPassword = 1024

export async function passwordStep(
  { people, passwords, attempts }: PasswordDeps,
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
      password.slice(0, longestPassword + 1),
    )
    if (!isRight || person === undefined) return { kind: 'wrong' }
    await attempts.succeeded(tenantId, passwordRule.kind, name)
    const { passwordHash: _, ...known } = person
    return person.enabled ? { kind: 'right', person: known } : { kind: 'disabled' }
  } catch (error) {
    if (error instanceof Busy) return { kind: 'busy', retryAfter: error.retryAfter }
    throw error
  }
}

/** As Entra says them, with its numbers. [documented] */
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
  busy: {
    status: 503,
    text: 'Too many people are signing in at this moment. Try again in a few seconds. (AADSTS90033)',
  },
} as const
