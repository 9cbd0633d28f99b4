/**
 * Recovery codes: ten on paper, each valid once, for when everything else is lost.
 *
 * Each has 120 random bits, so a plain SHA-256 is enough (NIST SP 800-63B-4 section 3.1.2 requires a slow hash
 * below 112): ten slow hashes per try would be a way to overload the server.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { Person } from '../../../../core/directory/user.ts'
import type { TenantId } from '../../../../core/ids.ts'
import type { Attempts } from '../../attempts.ts'
import type { NotifyFactorEvent } from '../factor-events.ts'
import { type CodeLocks, recoveryRule } from './code-lock.ts'

const codesInSet = 10
const lettersInCode = 24

/** Crockford's alphabet: no characters that are easily confused. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

export type RecoveryCodes = {
  /** Replaces all of the person's codes by these. */
  replace(tenantId: TenantId, personId: string, digests: readonly Uint8Array[]): Promise<void>
  /** Uses one up; false = it is not one, or was already used. One of racing callers gets true. */
  use(tenantId: TenantId, personId: string, digest: Uint8Array): Promise<boolean>
}

/** New codes in groups of four; they work once `keepRecoveryCodes` has stored them. */
export function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: codesInSet }, () => {
    const letters = [...randomBytes(lettersInCode)].map((byte) => alphabet[byte & 31])
    return letters.join('').replaceAll(/(.{4})(?=.)/g, '$1-')
  })
}

export type RecoveryDeps = {
  readonly recovery: RecoveryCodes
  readonly attempts: Attempts
  readonly locks: CodeLocks
  readonly notify: NotifyFactorEvent
}

type Who = Pick<Person, 'tenantId' | 'id'>

/** Earlier codes stop working. */
export async function keepRecoveryCodes(
  { recovery, notify }: Pick<RecoveryDeps, 'recovery' | 'notify'>,
  { tenantId, id: personId }: Who,
  codes: readonly string[],
): Promise<void> {
  await recovery.replace(tenantId, personId, codes.map(digestOf))
  await notify({ tenantId, personId, name: 'recovery-codes-made' })
}

export type RecoveryVerdict =
  | { readonly kind: 'right' }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'throttled'; readonly retryAfter: number }

/** A used code also removes a lock on one-time codes. */
export async function proveRecoveryCode(
  deps: RecoveryDeps,
  { tenantId, id: personId }: Who,
  typed: string,
): Promise<RecoveryVerdict> {
  const may = await deps.attempts.take(tenantId, recoveryRule, personId)
  if (!may.allowed) return { kind: 'throttled', retryAfter: may.retryAfter }
  const isRight = await deps.recovery.use(tenantId, personId, digestOf(typed))
  if (!isRight) return { kind: 'wrong' }
  await deps.attempts.succeeded(tenantId, recoveryRule.kind, personId)
  await deps.locks.clear(tenantId, personId)
  await deps.notify({ tenantId, personId, name: 'recovery-code-used' })
  return { kind: 'right' }
}

/** As typed: any case, with or without dashes, O for 0, I and L for 1. */
function digestOf(typed: string): Buffer {
  const letters = typed
    .toUpperCase()
    .replaceAll(/[\s-]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
  return createHash('sha256').update('recovery code').update(letters).digest()
}
