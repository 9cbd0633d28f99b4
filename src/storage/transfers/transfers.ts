/** Transfers in PostgreSQL; what changes both tenants locks the ends of their trails in order first. */
import { disputeDays, type NewTransfer, type Transfers } from '../../core/transfers/transfer.ts'
import { lockTrails, writeEvent } from '../events/write-event.ts'
import type { Store, Transaction } from '../sql/store.ts'
import { acceptOne, reverse, type TransferStorage } from './accept-transfer.ts'
import { announce } from './announce-transfer.ts'
import { refuseParked } from './held-devices.ts'
import { readTransfers } from './read-transfers.ts'

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
  const { id, from, to, codeDigest, message, anonymous, by, actor, expiresInDays, deviceIds } =
    offer
  await refuseParked(client, [from, deviceIds])
  await client.query(
    `insert into transfer (tenant_id, transfer_id, code_digest, to_tenant_id, message, anonymous, created_by, expires_at, actor)
     values ($1, $2, $3, $4, $5, $6, $7, business_now() + make_interval(days => $8), $9)`,
    [from, id, codeDigest, to, message, anonymous, by, expiresInDays, JSON.stringify(actor)],
  )
  await client.query(
    `insert into transfer_device (tenant_id, transfer_id, device_id, serial_number, manufacturer, model)
     select tenant_id, $2, device_id, serial_number, manufacturer, model from device
     where tenant_id = $1 and device_id = any($3::uuid[])`,
    [from, id, deviceIds],
  )
  await announce(client, { type: 'transfer.offered', subjects: [id] }, [from, to])
}
