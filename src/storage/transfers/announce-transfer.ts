/** What both sides learn of a transfer, in the transaction that it happens in. */
import type { AuditEntry } from '../../core/audit/audit.ts'
import type { EventType } from '../../core/events/event-types.ts'
import type { EventDetail } from '../../core/events/events.ts'
import type { TenantId } from '../../core/ids.ts'
import type { Transfer } from '../../core/transfers/transfer.ts'
import { newUuid } from '../../core/uuid.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { lockTrails, writeEvent } from '../events/write-event.ts'
import type { Client } from '../sql/store.ts'
import type { MovedDevice } from './move-devices.ts'

type Moving = {
  readonly from: TenantId
  readonly to: TenantId
  readonly moved: readonly MovedDevice[]
  readonly transfer: Transfer
}

/** Both learn of it as events; the giver, whose route it was not, in the trail too. */
export async function announceMove(
  client: Client,
  { from, to, moved, transfer }: Moving,
): Promise<void> {
  await lockTrails(client, [from, to])
  const resources = moved.map((each) => ({
    type: 'WindowsAutopilotDeviceIdentity',
    id: each.from,
    name: each.serialNumber,
  }))
  const entry: AuditEntry = {
    category: 'Device',
    activity: 'Devices transferred to another tenant',
    operation: 'Action',
    result: 'Success',
    actor: { kind: 'system', job: 'transfers' },
    correlationId: newUuid(),
    resources: [{ type: 'Transfer', id: transfer.id }, ...resources],
  }
  await appendAudit(client, from, [entry])
  const detail: EventDetail = { fromTenantId: from, toTenantId: to, devices: moved.length }
  await announce(client, { type: 'transfer.completed', subjects: [transfer.id], detail }, [
    from,
    to,
  ])
  const ids = (side: 'from' | 'to') => moved.map((each) => each[side])
  await writeEvent(client, from, { type: 'device.transferred', subjects: ids('from') })
  await writeEvent(client, to, { type: 'device.registered', subjects: ids('to') })
}

export async function announce(
  client: Client,
  event: {
    readonly type: EventType
    readonly subjects: readonly string[]
    readonly detail?: EventDetail
  },
  tenants: readonly (TenantId | null)[],
): Promise<void> {
  const each = tenants.filter((tenant) => tenant !== null)
  await lockTrails(client, each)
  for (const tenant of each) await writeEvent(client, tenant, event)
}
