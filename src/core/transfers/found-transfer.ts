/** The transfer that an act is about, as far as the caller's tenant is a side of it, and what acts on transfers need. */
import { type Caller, nameOfCaller } from '../access/caller.ts'
import { noteAudit } from '../acting.ts'
import type { AdmitAct } from '../approvals/admit-act.ts'
import type { Devices } from '../devices/device.ts'
import { DomainError } from '../errors.ts'
import type { TransferId } from '../ids.ts'
import type { Standing } from '../standing/standing.ts'
import type { Tenants } from '../tenants/tenant.ts'
import type { Transfer, Transfers } from './transfer.ts'

export type TransferDeps = {
  readonly transfers: Transfers
  readonly devices: Devices
  readonly tenants: Pick<Tenants, 'find'>
  readonly admit: AdmitAct
  readonly standing: Standing
}

/** That the tenant gives or receives, or was named for. */
export async function transferOf(
  { transfers }: Pick<TransferDeps, 'transfers'>,
  { tenantId }: Pick<Caller, 'tenantId'>,
  id: TransferId,
): Promise<Transfer> {
  const transfer = await transfers.find(id)
  if (transfer === undefined || ![transfer.from, transfer.to].includes(tenantId))
    throw noSuchTransfer()
  return transfer
}

export async function found({ transfers }: Pick<TransferDeps, 'transfers'>, id: TransferId) {
  const transfer = await transfers.find(id)
  if (transfer === undefined) throw noSuchTransfer()
  return transfer
}

export function noSuchTransfer(): DomainError {
  return new DomainError('not-found', 'There is no such transfer.')
}

export async function closed(
  deps: TransferDeps,
  caller: Caller,
  { transfer, state }: { readonly transfer: Transfer; readonly state: 'declined' | 'withdrawn' },
): Promise<Transfer> {
  const end = { state, by: nameOfCaller(caller), actingIn: caller.tenantId }
  if (transfer.state !== 'offered' || !(await deps.transfers.close(transfer, end)))
    throw new DomainError('conflict', `This offer is ${transfer.state}: nothing is left to end.`)
  noteAudit({ type: 'Transfer', id: transfer.id })
  return await found(deps, transfer.id)
}
