/**
 * Step-up: destructive acts require a recently proved factor.
 *
 * A stolen access token lives for an hour; this makes it useless for the worst acts after five minutes, and at once
 * if it was obtained with a password alone.
 */
import type { Caller, UserCaller } from '../../../core/access/caller.ts'
import { DomainError } from '../../../core/errors.ts'

/** Seconds. */
export const freshFor = 300

/** Clocks of servers differ by less. Seconds. */
const clockSkew = 60

const factorMethods = ['hwk', 'swk', 'otp']

/** The same request would be accepted after a new sign-in; RFC 9470 calls it insufficient_user_authentication. */
export class FreshFactorNeeded extends DomainError {
  /** The `max_age` that the new sign-in must request. Seconds. */
  readonly maxAge: number

  constructor(maxAge: number) {
    super(
      'not-permitted',
      `This needs a sign-in with a second factor within the last ${maxAge} seconds. Sign in again (max_age=${maxAge}).`,
    )
    this.name = 'FreshFactorNeeded'
    this.maxAge = maxAge
  }
}

/**
 * Throws FreshFactorNeeded. Applications that sign in as themselves have no factors and pass: other limits apply to
 * them.
 */
export function requireFreshFactor(caller: Caller, now: Date, maxAge: number = freshFor): void {
  if (caller.kind === 'user' && !hasFreshFactor(caller, now, maxAge))
    throw new FreshFactorNeeded(maxAge)
}

function hasFreshFactor(
  { amr, authTime }: Pick<UserCaller, 'amr' | 'authTime'>,
  now: Date,
  maxAge: number,
): boolean {
  return amr.some((method) => factorMethods.includes(method)) && isFresh({ authTime }, now, maxAge)
}

/** Rejects future times too: a clock may have been set back since. `maxAge` in seconds. */
export function isFresh(
  { authTime }: Pick<UserCaller, 'authTime'>,
  now: Date,
  maxAge: number,
): boolean {
  const age = (now.getTime() - authTime.getTime()) / 1000
  return age <= maxAge && age >= -clockSkew
}

/** Until when the sign-in is fresh; undefined = it is not, or no second factor was proved. */
export function freshUntilOf(
  caller: Pick<UserCaller, 'amr' | 'authTime'>,
  now: Date,
  maxAge: number = freshFor,
): Date | undefined {
  return hasFreshFactor(caller, now, maxAge)
    ? new Date(caller.authTime.getTime() + maxAge * 1000)
    : undefined
}
