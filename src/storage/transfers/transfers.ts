/** Transfers in PostgreSQL; what changes both tenants locks the ends of their trails in order first. */
import type { AuditEntry } from '../../core/audit/audit.ts'
import type { EventType } from '../../core/events/event-types.ts'
import type { EventDetail } from '../../core/events/events.ts'
import { newUuid, type TenantId } from '../../core/ids.ts'
import type { CertificateSigner } from '../../core/transfers/release-certificate.ts'
import {
  type Acceptance,
  disputeDays,
  type NewTransfer,
  type Transfer,
  type Transfers,
} from '../../core/transfers/transfer.ts'
import type { Wrap } from '../../core/wrap.ts'
import { appendAudit } from '../audit/append-audit.ts'
import { lockTrails, writeEvent } from '../events/write-event.ts'
import type { Client, Store, Transaction } from '../sql/store.ts'
import { issueCertificates } from './certificates.ts'
import { type MovedDevice, moveDevices } from './move-devices.ts'
import { readTransfers, type TransferRow } from './read-transfers.ts'

export type TransferStorage = { readonly wrap: Wrap; readonly signer: CertificateSigner }

export function transfersIn(store: Store, deps: TransferStorage): Transfers {
  const { pool, transaction } = store
  return {
    ...readTransfers(pool),
    offer: (offer) => transaction((unit) => offerOne(unit, offer)),

    close(transfer, { state, by, actingIn }) {
      return transaction(async ({ client }) => {
        const { from, to, id } = transfer
        const { rowCount } = await client.query(
          `update transfer set state = $3, decided_at = business_now(), decided_by = $4
           where tenant_id = $1 and transfer_id = $2 and state = 'offered' and expires_at > business_now()`,
          [from, id, state, by],
        )
        if (rowCount === 0) return false
        if (state === 'withdrawn') return true
        await lockTrails(client, [from, to ?? undefined, actingIn])
        await writeEvent(client, from, { type: 'transfer.declined', subjects: [id] })
        return true
      })
    },

    accept: (transfer, acceptance) =>
      transaction((unit) => acceptOne(unit, deps, { transfer, acceptance })),

    dispute(transfer, reason) {
      return transaction(async ({ client }) => {
        const { from, to, id } = transfer
        const { rowCount } = await client.query(
          `update transfer set disputed_at = business_now(), dispute_reason = $3
           where tenant_id = $1 and transfer_id = $2 and state = 'completed' and disputed_at is null
             and decided_at > business_now() - make_interval(days => $4)`,
          [from, id, reason, disputeDays],
        )
        if (rowCount === 0) return false
        await announce(client, { type: 'transfer.disputed', subjects: [id] }, [from, to])
        return true
      })
    },

    async answer({ from, id }, text) {
      const { rowCount } = await pool.query(
        `update transfer set dispute_answer = $3
         where tenant_id = $1 and transfer_id = $2 and disputed_at is not null and dispute_decided_at is null`,
        [from, id, text],
      )
      return rowCount === 1
    },

    decide: (transfer, decision) =>
      transaction(async (unit) => {
        const { from, id } = transfer
        const { rowCount } = await unit.client.query(
          `update transfer set dispute_decided_at = business_now(), dispute_decided_by = $3,
             dispute_decision_reason = $5, state = case when $4 then 'reversed' else state end
           where tenant_id = $1 and transfer_id = $2 and disputed_at is not null and dispute_decided_at is null`,
          [from, id, decision.by, decision.reverse, decision.reason],
        )
        if (rowCount === 0) return false
        if (decision.reverse) await reverse(unit, deps, { transfer, actingIn: decision.actingIn })
        return true
      }),
  }
}

async function offerOne({ client }: Transaction, offer: NewTransfer): Promise<void> {
  const { id, from, to, codeDigest, message, anonymous, by, expiresInDays, deviceIds } = offer
  await client.query(
    `insert into transfer (tenant_id, transfer_id, code_digest, to_tenant_id, message, anonymous, created_by, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, business_now() + make_interval(days => $8))`,
    [from, id, codeDigest, to, message, anonymous, by, expiresInDays],
  )
  await client.query(
    `insert into transfer_device (tenant_id, transfer_id, device_id, serial_number, manufacturer, model)
     select tenant_id, $2, device_id, serial_number, manufacturer, model from device
     where tenant_id = $1 and device_id = any($3::uuid[])`,
    [from, id, deviceIds],
  )
  await announce(client, { type: 'transfer.offered', subjects: [id] }, [from, to])
}

type Accepting = { readonly transfer: Transfer; readonly acceptance: Acceptance }

async function acceptOne(
  unit: Transaction,
  deps: TransferStorage,
  { transfer, acceptance }: Accepting,
): Promise<Transfer | undefined> {
  const { client } = unit
  const { from, id } = transfer
  const { to, by, groupTag } = acceptance
  const { rows } = await client.query<TransferRow>(
    `update transfer set state = 'completed', to_tenant_id = $3, decided_at = business_now(), decided_by = $4
     where tenant_id = $1 and transfer_id = $2 and state = 'offered' and expires_at > business_now()
       and coalesce(to_tenant_id, $3) = $3 returning anonymous`,
    [from, id, to, by],
  )
  if (rows[0] === undefined) return undefined
  const ids = transfer.devices.map(({ deviceId }) => deviceId)
  const moved = await moveDevices(unit, deps.wrap, { from, to, ids, groupTag })
  const { anonymous } = rows[0]
  const issue = { from, to, transferId: id, anonymous, devices: moved } as const
  await issueCertificates(client, deps.signer, { kind: 'transfer', ...issue })
  await keepNewIds(client, transfer, moved)
  await announceMove(client, { from, to, moved, transfer })
  return (await readTransfers(client).find(id)) ?? undefined
}

/** Back to the giver, as far as the receiver still has them. */
async function reverse(
  unit: Transaction,
  deps: TransferStorage,
  { transfer, actingIn }: { readonly transfer: Transfer; readonly actingIn: TenantId },
): Promise<void> {
  const { from: giver, to: receiver, devices, id } = transfer
  if (receiver === null) return
  const wanted = devices.flatMap(({ newDeviceId }) => newDeviceId ?? [])
  const { rows } = await unit.client.query<{ device_id: (typeof wanted)[number] }>(
    'select device_id from device where tenant_id = $1 and device_id = any($2::uuid[])',
    [receiver, wanted],
  )
  const ids = rows.map(({ device_id }) => device_id)
  if (ids.length === 0) return
  const moved = await moveDevices(unit, deps.wrap, {
    from: receiver,
    to: giver,
    ids,
    groupTag: null,
  })
  const issue = { from: receiver, to: giver, transferId: id, anonymous: false, devices: moved }
  await issueCertificates(unit.client, deps.signer, { kind: 'transfer', ...issue })
  await lockTrails(unit.client, [giver, receiver, actingIn])
  await announceMove(unit.client, { from: receiver, to: giver, moved, transfer })
}

async function keepNewIds(
  client: Client,
  { from, id }: Transfer,
  moved: readonly MovedDevice[],
): Promise<void> {
  await client.query(
    `update transfer_device as device set new_device_id = moved.new_id
     from unnest($3::uuid[], $4::uuid[]) as moved(old_id, new_id)
     where device.tenant_id = $1 and device.transfer_id = $2 and device.device_id = moved.old_id`,
    [from, id, moved.map((each) => each.from), moved.map((each) => each.to)],
  )
}

type Moving = {
  readonly from: TenantId
  readonly to: TenantId
  readonly moved: readonly MovedDevice[]
  readonly transfer: Transfer
}

/** Both learn of it as events; the giver, whose route it was not, in the trail too. */
async function announceMove(client: Client, { from, to, moved, transfer }: Moving): Promise<void> {
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

async function announce(
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
