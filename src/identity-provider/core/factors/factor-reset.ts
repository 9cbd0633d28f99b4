/**
 * Resetting another person's factors by the two-person rule: one administrator requests, another approves, and
 * neither is the person. A single compromised administrator cannot open anybody's account with it.
 *
 * If a tenant has nobody left who could request or approve, the platform operator can. Only there may applications
 * take part: otherwise the holder of an application's secret could be both persons.
 */

import { type Caller, nameOfCaller } from '../../../core/access/caller.ts'
import type { People } from '../../../core/directory/user.ts'
import { DomainError } from '../../../core/errors.ts'
import { newUuid, type TenantId } from '../../../core/ids.ts'
import type { Administrators } from '../administrators.ts'
import type { CodeLocks } from './code-lock.ts'
import type { Removals } from './delayed-removal.ts'
import type { NotifyFactorEvent } from './factor-events.ts'
import { requireFreshFactor } from './fresh-factor.ts'
import type { OathTokens } from './oath-token.ts'
import type { Passkeys } from './passkey.ts'
import type { RecoveryCodes } from './recovery-codes.ts'

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
  list(tenantId: TenantId): Promise<readonly FactorReset[]>
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

export type ResetRequest = { readonly personId: string; readonly reason: string }

/** By an administrator of the tenant. */
export async function askReset(
  deps: ResetDeps,
  caller: Caller,
  request: ResetRequest,
): Promise<FactorReset> {
  requirePerson(caller)
  return await ask(deps, caller, { ...request, tenantId: caller.tenantId })
}

/** By the operator, for a person whom no administrator of the tenant could help. */
export async function askResetAsOperator(
  deps: ResetDeps,
  caller: Caller,
  request: ResetRequest & { readonly tenantId: TenantId },
): Promise<FactorReset> {
  await requireNobodyElse(deps, request.tenantId, [request.personId])
  return await ask(deps, caller, request)
}

async function ask(
  deps: ResetDeps,
  caller: Caller,
  { tenantId, personId, reason }: ResetRequest & { readonly tenantId: TenantId },
): Promise<FactorReset> {
  requireFreshFactor(caller, deps.now())
  const person = await deps.people.find(tenantId, personId)
  if (person === undefined) throw new DomainError('not-found', 'There is no such user.')
  requireNotOwn(caller, person.id)
  // Of several simultaneous requests, the later ones see the first.
  await deps.removals.hold(tenantId, person.id)
  const open = (await deps.resets.list(tenantId)).some(
    (each) => each.personId === person.id && isOpen(each, deps.now()),
  )
  if (open) throw new DomainError('conflict', 'A reset for this user waits for approval already.')
  const askedAt = deps.now()
  const reset: FactorReset = {
    tenantId,
    id: newUuid(),
    personId: person.id,
    state: 'asked',
    reason,
    askedBy: nameOf(caller),
    askedAt,
    expiresAt: new Date(askedAt.getTime() + resetLifetime * 1000),
  }
  await deps.resets.add(reset)
  await deps.notify({ tenantId, personId: person.id, name: 'reset-asked' })
  return reset
}

/** By another administrator of the tenant. */
export async function approveReset(deps: ResetDeps, caller: Caller, id: string): Promise<void> {
  requirePerson(caller)
  await approve(deps, caller, await openReset(deps, caller.tenantId, id))
}

/** By the operator, if the tenant has no administrator other than the one who requested. */
export async function approveResetAsOperator(
  deps: ResetDeps,
  caller: Caller,
  { tenantId, id }: Pick<FactorReset, 'tenantId' | 'id'>,
): Promise<void> {
  const reset = await openReset(deps, tenantId, id)
  await requireNobodyElse(deps, tenantId, [reset.personId, reset.askedBy.replace(/^user:/, '')])
  await approve(deps, caller, reset)
}

async function approve(deps: ResetDeps, caller: Caller, reset: FactorReset): Promise<void> {
  requireFreshFactor(caller, deps.now())
  requireNotOwn(caller, reset.personId)
  if (nameOf(caller) === reset.askedBy)
    throw new DomainError('not-permitted', 'Another administrator than who asked must approve it.')
  await decide(deps, reset, { state: 'approved', decidedBy: nameOf(caller) })
  await removeAll(deps, reset)
  await deps.notify({ tenantId: reset.tenantId, personId: reset.personId, name: 'factors-reset' })
}

/** By any administrator, or by the person. */
export async function rejectReset(deps: ResetDeps, caller: Caller, id: string): Promise<void> {
  await reject(deps, caller, await openReset(deps, caller.tenantId, id))
}

/** The person's own objection; the caller must have proved to be that person just now. */
export async function rejectOwnReset(
  deps: ResetDeps,
  caller: Caller & { readonly kind: 'user' },
): Promise<void> {
  const all = await deps.resets.list(caller.tenantId)
  const own = all.find((each) => each.personId === caller.userId && isOpen(each, deps.now()))
  if (own === undefined) throw new DomainError('not-found', 'Nobody asked for a reset.')
  await reject(deps, caller, own)
}

async function reject(deps: ResetDeps, caller: Caller, reset: FactorReset): Promise<void> {
  await decide(deps, reset, { state: 'rejected', decidedBy: nameOf(caller) })
  await deps.notify({ tenantId: reset.tenantId, personId: reset.personId, name: 'reset-rejected' })
}

async function decide(
  { resets, now }: ResetDeps,
  reset: FactorReset,
  decision: Pick<Decision, 'state' | 'decidedBy'>,
): Promise<void> {
  if (!(await resets.decide(reset, { ...decision, decidedAt: now() }))) throw noSuchReset()
}

/** Everything except the password, and all sign-ins. */
async function removeAll(deps: ResetDeps, { tenantId, personId }: FactorReset): Promise<void> {
  await deps.removals.hold(tenantId, personId)
  for (const { credentialId } of await deps.passkeys.list(tenantId, personId))
    await deps.passkeys.remove({ tenantId, personId, credentialId })
  for (const { id } of await deps.tokens.list(tenantId, { personId }))
    await deps.tokens.unassign(tenantId, id)
  for (const { factorId } of await deps.removals.list(tenantId, personId))
    await deps.removals.cancel(tenantId, personId, factorId)
  await deps.recovery.replace(tenantId, personId, [])
  await deps.locks.clear(tenantId, personId)
  await deps.people.endSignIns(tenantId, personId)
}

async function openReset(
  { resets, now }: ResetDeps,
  tenantId: TenantId,
  id: string,
): Promise<FactorReset> {
  const found = (await resets.list(tenantId)).find((each) => each.id === id.toLowerCase())
  if (found === undefined || !isOpen(found, now())) throw noSuchReset()
  return found
}

function isOpen({ state, expiresAt }: FactorReset, now: Date): boolean {
  return state === 'asked' && expiresAt > now
}

async function requireNobodyElse(
  { administrators }: ResetDeps,
  tenantId: TenantId,
  but: readonly string[],
): Promise<void> {
  const others = (await administrators(tenantId)).filter((id) => !but.includes(id))
  if (others.length > 0)
    throw new DomainError('conflict', 'The tenant has an administrator of its own who can do this.')
}

function requirePerson(caller: Caller): asserts caller is Caller & { readonly kind: 'user' } {
  if (caller.kind !== 'user')
    throw new DomainError('not-permitted', 'Two persons must agree on a reset; this is a program.')
}

function requireNotOwn(caller: Caller, personId: string): void {
  if (caller.kind === 'user' && caller.userId === personId)
    throw new DomainError('not-permitted', 'Other administrators must do this for you.')
}

function nameOf(caller: Caller): string {
  if (caller.kind === 'user') return `user:${caller.userId}`
  if (caller.kind === 'application') return `application:${caller.applicationId}`
  return nameOfCaller(caller)
}

function noSuchReset(): DomainError {
  return new DomainError('not-found', 'No such reset waits for approval.')
}
