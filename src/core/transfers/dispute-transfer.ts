/** A dispute about a completed transfer: the giver objects, the receiver answers, the operator decides. */
import { type Caller, nameOfCaller } from '../access/caller.ts'
import { noteAudit } from '../acting.ts'
import { DomainError } from '../errors.ts'
import type { TransferId } from '../ids.ts'
import { found, noSuchTransfer, type TransferDeps, transferOf } from './found-transfer.ts'
import type { Transfer, TransferDecision } from './transfer.ts'

export async function disputeTransfer(
  deps: TransferDeps,
  caller: Caller,
  { id, reason }: { readonly id: TransferId; readonly reason: string },
): Promise<Transfer> {
  const transfer = await transferOf(deps, caller, id)
  if (transfer.from !== caller.tenantId) throw noSuchTransfer()
  if (!(await deps.transfers.dispute(transfer, reason)))
    throw new DomainError(
      'conflict',
      'Only a completed transfer is disputed, once, and within seven days.',
    )
  return await found(deps, id)
}

/** The receiver is heard before the operator decides. */
export async function answerDispute(
  deps: TransferDeps,
  caller: Caller,
  { id, answer }: { readonly id: TransferId; readonly answer: string },
): Promise<Transfer> {
  const transfer = await transferOf(deps, caller, id)
  if (transfer.to !== caller.tenantId) throw noSuchTransfer()
  if (!(await deps.transfers.answer(transfer, answer))) throw noDispute()
  return await found(deps, id)
}

/** Of any tenants, by the operator of the installation. */
export async function decideDispute(
  deps: TransferDeps,
  caller: Caller,
  { id, ...decided }: Pick<TransferDecision, 'reverse' | 'reason'> & { readonly id: TransferId },
): Promise<Transfer> {
  const transfer = await found(deps, id)
  const decision = { ...decided, by: nameOfCaller(caller), actingIn: caller.tenantId }
  if (!(await deps.transfers.decide(transfer, decision))) throw noDispute()
  const properties = [
    { name: 'decision', before: null, after: decided.reverse ? 'reverse' : 'keep' },
    { name: 'decisionReason', before: null, after: decided.reason },
  ]
  noteAudit({ type: 'Transfer', id, properties })
  return await found(deps, id)
}

function noDispute(): DomainError {
  return new DomainError('conflict', 'This transfer has no dispute that waits for a decision.')
}
