/** Approving a reset of a person's factors, which removes them, or rejecting it, which the person can do too. */
import type { Caller } from '../../../../core/access/caller.ts'
import { DomainError } from '../../../../core/errors.ts'
import { requireFreshFactor } from '../fresh-factor.ts'
import {
  type Decision,
  type FactorReset,
  nameOf,
  noSuchReset,
  openReset,
  type ResetDeps,
  requireNobodyElse,
  requireNotOwn,
  requirePerson,
} from './reset-rules.ts'

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
    throw new DomainError(
      'not-permitted',
      'An administrator other than the requester must approve it.',
    )
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
  const about = { personId: caller.userId }
  const own = await deps.resets.findOpen(caller.tenantId, about, deps.now())
  if (own === undefined) throw new DomainError('not-found', 'Nobody asked for a reset.')
  await reject(deps, caller, own)
}

async function reject(deps: ResetDeps, caller: Caller, reset: FactorReset): Promise<void> {
  await decide(deps, reset, { state: 'rejected', decidedBy: nameOf(caller) })
  await deps.notify({ tenantId: reset.tenantId, personId: reset.personId, name: 'reset-rejected' })
}

export async function decide(
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
