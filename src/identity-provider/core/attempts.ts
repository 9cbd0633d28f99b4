/**
 * Limits on guessing: attempts are counted before they are checked, over all servers on one database.
 *
 * Counting first is what makes parallel attempts count too. After too many consecutive failures there is one
 * attempt per window, and windows double: a lock that opens by itself.
 */
import type { TenantId } from '../../core/ids.ts'

export type AttemptRule = {
  /** Names the counter, such as `password`. */
  readonly kind: string
  /** Attempts allowed in one window. */
  readonly perWindow: number
  readonly windowSeconds: number
  /** Consecutive failures after which the lock begins; absent = never. */
  readonly lockAfter?: number
}

export type AttemptVerdict =
  | { readonly allowed: true }
  /** Seconds until the next attempt can be allowed, at least 1. */
  | { readonly allowed: false; readonly retryAfter: number }

export type Attempts = {
  /** Counts an attempt at `subject`, a name that is stored only as a digest, and says whether it is allowed. */
  take(tenantId: TenantId, rule: AttemptRule, subject: string): Promise<AttemptVerdict>
  /** Seconds until an attempt is allowed again, if known without a query; nothing is counted. */
  refusedFor?(tenantId: TenantId, rule: AttemptRule, subject: string): number | undefined
  /** The attempt succeeded: the count restarts. */
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

/**
 * Passwords of one account from anywhere except known devices: a hundred in a row (NIST SP 800-63B-4 section
 * 3.2.2).
 */
export const accountRule: AttemptRule = {
  kind: 'password-anywhere',
  perWindow: 100,
  windowSeconds: 15 * minutes,
  lockAfter: 100,
}

/** Passwords of one account on a device where it has signed in before: strangers cannot use this counter. */
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

/** Kinds whose counters outlive their windows for a while: a lock consists of consecutive failures. */
export const lockingRules: readonly AttemptRule[] = [passwordRule, accountRule, knownDeviceRule]

/** How often a device may ask whether its code was used; clients are asked to wait five seconds. */
export const devicePollRule: AttemptRule = { kind: 'device-poll', perWindow: 1, windowSeconds: 3 }
