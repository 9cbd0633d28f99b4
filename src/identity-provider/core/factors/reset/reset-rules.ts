/**
 * A reset of another person's factors takes two persons: one administrator requests, another approves, and neither is
 * the person. A single compromised administrator cannot open anybody's account with it.
 *
 * If a tenant has nobody left who could request or approve, the platform operator can. Only there may applications
 * take part: otherwise the holder of an application's secret could be both persons.
 */
import { type Caller, nameOfCaller } from '../../../../core/access/caller.ts'
import type { People } from '../../../../core/directory/user.ts'
import { DomainError } from '../../../../core/errors.ts'
import type { TenantId } from '../../../../core/ids.ts'
import type { Page, Rows } from '../../../../core/query.ts'
import type { Administrators } from '../../administrators.ts'
import type { CodeLocks } from '../codes/code-lock.ts'
import type { OathTokens } from '../codes/oath-token.ts'
import type { RecoveryCodes } from '../codes/recovery-codes.ts'
import type { Removals } from '../delayed-removal.ts'
import type { NotifyFactorEvent } from '../factor-events.ts'
import type { Passkeys } from '../passkeys/passkey.ts'

/** How long a request waits for approval. Seconds. */
export const resetLifetime = 24 * 60 * 60

export type FactorReset = {
  readonly tenantId: TenantId
  readonly id: string
  /** Whose factors. */
  readonly personId: string
  readonly state: 'asked' | 'approved' | 'rejected'
  readonly reason: string
  /** `user:` or `application:` and an id. */
  readonly askedBy: string
  readonly askedAt: Date
  readonly expiresAt: Date
  readonly decidedBy?: string
  readonly decidedAt?: Date
}

export type Decision = {
  readonly state: 'approved' | 'rejected'
  readonly decidedBy: string
  readonly decidedAt: Date
}

export type FactorResets = {
  /** Newest first. */
  list(tenantId: TenantId, page: Page): Promise<Rows<FactorReset>>
  /** One that waits for approval, by its id or by the person whom it is about. */
  findOpen(
    tenantId: TenantId,
    of: { readonly id?: string; readonly personId?: string },
    now: Date,
  ): Promise<FactorReset | undefined>
  add(reset: FactorReset): Promise<void>
  /** False: it was already decided or has expired. One of racing callers gets true. */
  decide(reset: Pick<FactorReset, 'tenantId' | 'id'>, decision: Decision): Promise<boolean>
}

export type ResetDeps = {
  readonly resets: FactorResets
  readonly administrators: Administrators
  readonly people: Pick<People, 'find' | 'endSignIns'>
  readonly tokens: Pick<OathTokens, 'list' | 'unassign'>
  readonly passkeys: Pick<Passkeys, 'list' | 'remove'>
  readonly recovery: Pick<RecoveryCodes, 'replace'>
  readonly locks: Pick<CodeLocks, 'clear'>
  readonly removals: Pick<Removals, 'hold' | 'list' | 'cancel'>
  readonly notify: NotifyFactorEvent
  readonly now: () => Date
}

export async function openReset(
  { resets, now }: ResetDeps,
  tenantId: TenantId,
  id: string,
): Promise<FactorReset> {
  const found = await resets.findOpen(tenantId, { id }, now())
  if (found === undefined) throw noSuchReset()
  return found
}

export async function requireNobodyElse(
  { administrators }: ResetDeps,
  tenantId: TenantId,
  but: readonly string[],
): Promise<void> {
  const others = (await administrators(tenantId)).filter((id) => !but.includes(id))
  if (others.length > 0)
    throw new DomainError('conflict', 'The tenant has an administrator of its own who can do this.')
}

export function requirePerson(
  caller: Caller,
): asserts caller is Caller & { readonly kind: 'user' } {
  if (caller.kind !== 'user')
    throw new DomainError('not-permitted', 'Two people must agree on a reset; this is a program.')
}

export function requireNotOwn(caller: Caller, personId: string): void {
  if (caller.kind === 'user' && caller.userId === personId)
    throw new DomainError('not-permitted', 'Other administrators must do this for you.')
}

export function nameOf(caller: Caller): string {
  if (caller.kind === 'user') return `user:${caller.userId}`
  if (caller.kind === 'application') return `application:${caller.applicationId}`
  return nameOfCaller(caller)
}

export function noSuchReset(): DomainError {
  return new DomainError('not-found', 'No such reset waits for approval.')
}
