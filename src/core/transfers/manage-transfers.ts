/** Offering, accepting and ending transfers; each side sees of the other what it needs, and no more. */
import { type Caller, nameOfCaller } from '../access/caller.ts'
import { noteAudit } from '../acting.ts'
import type { AdmitAct } from '../approvals/admit-act.ts'
import type { Subject } from '../approvals/approval.ts'
import { type Devices, deviceNotFound } from '../devices/device.ts'
import { DomainError } from '../errors.ts'
import { type DeviceId, newUuid, type TenantId, type TransferId } from '../ids.ts'
import type { Tenants } from '../tenants/tenant.ts'
import {
  digestOfCode,
  newTransferCode,
  type Transfer,
  type TransferDecision,
  type Transfers,
} from './transfer.ts'

export type TransferDeps = {
  readonly transfers: Transfers
  readonly devices: Devices
  readonly tenants: Pick<Tenants, 'find'>
  readonly admit: AdmitAct
}

export type Offer = {
  readonly deviceIds: readonly DeviceId[]
  /** Id or domain; absent = anyone who has the code. */
  readonly to?: string | undefined
  readonly message?: string | undefined
  readonly anonymous: boolean
  readonly expiresInDays: number
}

/** The code is shown only now. */
export async function offerTransfer(
  deps: TransferDeps,
  caller: Caller,
  offer: Offer,
): Promise<{ readonly transfer: Transfer; readonly code: string }> {
  const { tenantId: from } = caller
  const to = offer.to === undefined ? null : await tenantOf(deps, offer.to)
  if (to === from)
    throw new DomainError('request-invalid', 'The devices are in this tenant already.')
  // Held in this order, as removals do, so that two acts on the same devices wait for each other.
  const deviceIds = [...new Set(offer.deviceIds)].toSorted()
  const subjects: Subject[] = []
  for (const id of deviceIds) {
    const device = await deps.devices.hold(from, id)
    if (device === undefined) throw deviceNotFound(id)
    const { serialNumber: name } = device
    noteAudit({ type: 'WindowsAutopilotDeviceIdentity', id, name })
    subjects.push({ id, name })
  }
  // What is offered is as good as gone: the receiver alone decides when.
  await deps.admit({ tenantId: from, action: 'transfer-devices', subjects })
  const code = newTransferCode()
  const id = newUuid() as TransferId
  const { anonymous, expiresInDays, message = null } = offer
  const made = { id, from, to, deviceIds, message, anonymous, expiresInDays }
  await deps.transfers.offer({ ...made, codeDigest: digestOfCode(code), by: nameOfCaller(caller) })
  return { transfer: await found(deps, id), code }
}

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

export async function withdrawTransfer(
  deps: TransferDeps,
  caller: Caller,
  id: TransferId,
): Promise<Transfer> {
  const transfer = await transferOf(deps, caller, id)
  if (transfer.from !== caller.tenantId) throw noSuchTransfer()
  return await closed(deps, caller, { transfer, state: 'withdrawn' })
}

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

async function closed(
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

async function found({ transfers }: Pick<TransferDeps, 'transfers'>, id: TransferId) {
  const transfer = await transfers.find(id)
  if (transfer === undefined) throw noSuchTransfer()
  return transfer
}

async function tenantOf({ tenants }: TransferDeps, named: string): Promise<TenantId> {
  const tenant = await tenants.find(named)
  if (tenant === undefined)
    throw new DomainError('not-found', `No tenant has the id or the domain '${named}'.`)
  return tenant.id
}

function noSuchOffer(): DomainError {
  return new DomainError('not-found', 'No open offer has this code, or is for this tenant.')
}

function noSuchTransfer(): DomainError {
  return new DomainError('not-found', 'There is no such transfer.')
}

function noDispute(): DomainError {
  return new DomainError('conflict', 'This transfer has no dispute that waits for a decision.')
}
