/**
 * Limits on guessing: attempts are counted before they are judged, over all servers on one database.
 *
 * Counting first is what makes parallel attempts count too. Who has failed too often in a row gets one
 * attempt per window, and windows that double: a lock that needs nobody to open it.
 */
import type { TenantId } from '../../core/ids.ts'

export type AttemptRule = {
  /** Names the counter, such as `password`. */
  readonly kind: string
  /** Attempts allowed in one window. */
  readonly perWindow: number
  readonly windowSeconds: number
  /** Failures in a row after which the lock begins; absent = it never does. */
  readonly lockAfter?: number
}

export type AttemptVerdict =
  | { readonly allowed: true }
  /** Seconds until the next attempt can be allowed, at least 1. */
  | { readonly allowed: false; readonly retryAfter: number }

export type Attempts = {
  /** Counts an attempt at `subject`, a name that is only stored as a digest, and says whether it may be made. */
  take(tenantId: TenantId, rule: AttemptRule, subject: string): Promise<AttemptVerdict>
  /** Seconds that an attempt is refused for, where that is known without asking; nothing is counted. */
  refusedFor?(tenantId: TenantId, rule: AttemptRule, subject: string): number | undefined
  /** The attempt was successful: the count begins anew. */
  succeeded(tenantId: TenantId, kind: string, subject: string): Promise<void>
  /** The same of several counts at once. */
  allSucceeded(
    tenantId: TenantId,
    counts: readonly { readonly kind: string; readonly subject: string }[],
  ): Promise<void>
}

const minutes = 60

/** Passwords of one account from one address: ten in a row, then locked (ASVS 6.3.1). */
export const passwordRule: AttemptRule = {
  kind: 'password',
  perWindow: 10,
  windowSeconds: 15 * minutes,
  lockAfter: 10,
}

/** Passwords of one account from wherever, but for known devices: a hundred in a row (NIST SP 800-63B-4 section 3.2.2). */
export const accountRule: AttemptRule = {
  kind: 'password-anywhere',
  perWindow: 100,
  windowSeconds: 15 * minutes,
  lockAfter: 100,
}

/** Passwords of one account on a device on which it was signed in to before: strangers do not come here. */
export const knownDeviceRule: AttemptRule = { ...passwordRule, kind: 'password-known-device' }

/** Sign-ins from one address, whatever the account: a whole office may share it. */
export const addressRule: AttemptRule = {
  kind: 'address',
  perWindow: 300,
  windowSeconds: 15 * minutes,
}

/** Sign-ins begun at one address, each of which is kept for a while. */
export const signInRule: AttemptRule = {
  kind: 'sign-in',
  perWindow: 1_000,
  windowSeconds: 15 * minutes,
}

/** Wrong secrets of one program from one address. */
export const secretRule: AttemptRule = {
  kind: 'client-secret',
  perWindow: 20,
  windowSeconds: 15 * minutes,
}

/** User codes typed by one address: a code has 20^8 values and lives for 15 minutes. */
export const userCodeRule: AttemptRule = {
  kind: 'user-code',
  perWindow: 20,
  windowSeconds: 15 * minutes,
}

/** Whose counters outlive their windows for a while: the failures in a row that a lock is made of. */
export const lockingRules: readonly AttemptRule[] = [passwordRule, accountRule, knownDeviceRule]

/** How often a device may ask whether its code was used; clients are told five seconds. */
export const devicePollRule: AttemptRule = { kind: 'device-poll', perWindow: 1, windowSeconds: 3 }
