/** Requesting a reset of a person's factors: by an administrator, or by the operator where there is no other. */
import type { Caller } from '../../../../core/access/caller.ts'
import { DomainError } from '../../../../core/errors.ts'
import type { TenantId } from '../../../../core/ids.ts'
import { newUuid } from '../../../../core/uuid.ts'
import { requireFreshFactor } from '../fresh-factor.ts'
import {
  type FactorReset,
  nameOf,
  type ResetDeps,
  requireNobodyElse,
  requireNotOwn,
  requirePerson,
  resetLifetime,
} from './reset-rules.ts'

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
  const open = await deps.resets.findOpen(tenantId, { personId: person.id }, deps.now())
  if (open !== undefined)
    throw new DomainError('conflict', 'A reset for this user waits for approval already.')
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
