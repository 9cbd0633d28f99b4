/**
 * Limits on guessing codes: counted before a code is checked, per person, over all servers.
 *
 * Two limits apply at once. The window makes guessing slow; the lock stops it: after ten consecutive failures codes
 * prove nothing until the person proves something else or another administrator helps. Five tries in 15 minutes
 * with three accepted steps of six digits guess right once in 33,000 locks.
 */

import type { Person } from '../../../../core/directory/user.ts'
import type { TenantId } from '../../../../core/ids.ts'
import type { AttemptRule, Attempts } from '../../attempts.ts'

/** Consecutive failures after which the person is notified, and after which codes stop working. */
export const warnAfter = 5
export const lockAfter = 10

const minutes = 60

export const codeRule: AttemptRule = { kind: 'otp', perWindow: 5, windowSeconds: 15 * minutes }

/** Resynchronising looks at many more steps, so it may be tried less often. */
export const resyncRule: AttemptRule = {
  kind: 'otp-resync',
  perWindow: 3,
  windowSeconds: 60 * minutes,
}

export const activationRule: AttemptRule = {
  kind: 'otp-activation',
  perWindow: 5,
  windowSeconds: 15 * minutes,
}

/** Guessing is hopeless here; this only limits noise. */
export const recoveryRule: AttemptRule = {
  kind: 'recovery-code',
  perWindow: 10,
  windowSeconds: 15 * minutes,
}

export type CodeLocks = {
  /** Counts a try and returns the number since the last success; undefined = locked, and nothing was counted. */
  count(tenantId: TenantId, personId: string): Promise<number | undefined>
  isLocked(tenantId: TenantId, personId: string): Promise<boolean>
  /** Resets the failures; true = there was a lock. */
  clear(tenantId: TenantId, personId: string): Promise<boolean>
}

export type MayTry =
  | { readonly kind: 'allowed'; readonly failures: number }
  | { readonly kind: 'throttled'; readonly retryAfter: number }
  | { readonly kind: 'locked' }

/** Counts the try against both limits. */
export async function takeTry(
  { attempts, locks }: { readonly attempts: Attempts; readonly locks: CodeLocks },
  rule: AttemptRule,
  { tenantId, id }: Pick<Person, 'tenantId' | 'id'>,
): Promise<MayTry> {
  const verdict = await attempts.take(tenantId, rule, id)
  if (!verdict.allowed) return { kind: 'throttled', retryAfter: verdict.retryAfter }
  const failures = await locks.count(tenantId, id)
  return failures === undefined ? { kind: 'locked' } : { kind: 'allowed', failures }
}
