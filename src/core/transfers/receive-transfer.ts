/** The receiver's side of a transfer: what is offered is looked at, accepted or declined. */
import { type Caller, nameOfCaller } from '../access/caller.ts'
import { noteAudit } from '../acting.ts'
import { DomainError } from '../errors.ts'
import type { TransferId } from '../ids.ts'
import { closed, type TransferDeps } from './found-transfer.ts'
import { digestOfCode, type Transfer } from './transfer.ts'

/** What a receiver names: the code, or an offer to its tenant. */
export type Named = {
  readonly code?: string | undefined
  readonly transferId?: TransferId | undefined
}

/** Throws `not-found` unless it is open, and for the caller's tenant. */
export async function openFor(
  { transfers }: Pick<TransferDeps, 'transfers'>,
  { tenantId }: Caller,
  { code, transferId }: Named,
): Promise<Transfer> {
  const transfer =
    code !== undefined
      ? await transfers.findByCode(digestOfCode(code))
      : transferId && (await transfers.find(transferId))
  const isNamed = transfer?.to === tenantId
  const isMeant = isNamed || (code !== undefined && transfer?.to === null)
  if (transfer?.state !== 'offered' || !isMeant) throw noSuchOffer()
  return transfer
}

export async function acceptTransfer(
  deps: TransferDeps,
  caller: Caller,
  { groupTag = null, ...named }: Named & { readonly groupTag?: string | null | undefined },
): Promise<Transfer> {
  const open = await openFor(deps, caller, named)
  if (open.from === caller.tenantId)
    throw new DomainError('conflict', 'The devices are in this tenant already.')
  await requireStanding(deps, open)
  const acceptance = { to: caller.tenantId, by: nameOfCaller(caller), groupTag }
  const done = await deps.transfers.accept(open, acceptance)
  if (done === undefined) throw noSuchOffer()
  noteAudit({ type: 'Transfer', id: done.id })
  for (const { newDeviceId: id, serialNumber: name } of done.devices)
    if (id !== null) noteAudit({ type: 'WindowsAutopilotDeviceIdentity', id, name })
  return done
}

export async function declineTransfer(
  deps: TransferDeps,
  caller: Caller,
  named: Named,
): Promise<Transfer> {
  const transfer = await openFor(deps, caller, named)
  return await closed(deps, caller, { transfer, state: 'declined' })
}

/** An offer takes effect when it is accepted: the one who made it must still be allowed to. */
async function requireStanding(
  { standing }: Pick<TransferDeps, 'standing'>,
  { from, offeredBy }: Transfer,
): Promise<void> {
  if (offeredBy === null) return
  if ((await standing.scopeOf(from, offeredBy, ['transfers.offer'])) !== undefined) return
  throw new DomainError(
    'conflict',
    'The one who offered these devices may not do so any more. Their organization has to offer them again.',
  )
}

function noSuchOffer(): DomainError {
  return new DomainError('not-found', 'No open offer has this code, or is for this tenant.')
}
