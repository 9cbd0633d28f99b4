/** The giver's side of a transfer: devices are offered, and an offer that nobody has accepted is taken back. */
import { type Caller, nameOfCaller } from '../access/caller.ts'
import { noteAudit } from '../acting.ts'
import type { Subject } from '../approvals/approval.ts'
import { actorOf } from '../audit/audit.ts'
import { deviceNotFound } from '../devices/device.ts'
import { DomainError } from '../errors.ts'
import type { DeviceId, TenantId, TransferId } from '../ids.ts'
import { newUuid } from '../uuid.ts'
import { closed, found, noSuchTransfer, type TransferDeps, transferOf } from './found-transfer.ts'
import { digestOfCode, newTransferCode, type Transfer } from './transfer.ts'

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
  const who = { by: nameOfCaller(caller), actor: actorOf(caller) }
  await deps.transfers.offer({ ...made, ...who, codeDigest: digestOfCode(code) })
  return { transfer: await found(deps, id), code }
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

async function tenantOf({ tenants }: TransferDeps, named: string): Promise<TenantId> {
  const tenant = await tenants.find(named)
  if (tenant === undefined)
    throw new DomainError('not-found', `No tenant has the id or the domain '${named}'.`)
  return tenant.id
}
