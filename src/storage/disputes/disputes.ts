/** Disputes in PostgreSQL: opened by a proof, ended by a person or by time, each with both sides told in one transaction. */
import { allOf } from '../../core/all-of.ts'
import {
  claimTokenHours,
  type Disputes,
  type Ending,
  noticeDays,
  type TokenPurpose,
} from '../../core/disputes/dispute.ts'
import type { DisputeId, TenantId } from '../../core/ids.ts'
import { newUuid } from '../../core/uuid.ts'
import type { Wrap } from '../../core/wrap.ts'
import { addEvent } from '../deployment/contact-log.ts'
import type { Store } from '../sql/store.ts'
import { contextOf, type Row, toDispute } from './dispute-row.ts'
import { endOne } from './end-dispute.ts'
import { notifyOfDispute } from './notices.ts'

export function disputesIn(store: Store, wrap: Wrap): Disputes {
  const { pool, transaction } = store

  function end(id: DisputeId, ending: Ending, within?: TenantId): Promise<boolean> {
    return transaction((unit) => endOne(unit, wrap, { id, ending, within }))
  }

  return {
    async addToken(tenantId, digest, { by, purpose }) {
      const { rows } = await pool.query<{ expires_at: Date }>(
        `insert into claim_token (tenant_id, token_digest, created_by, expires_at, purpose)
         values ($1, $2, $3, business_now() + make_interval(hours => $4), $5) returning expires_at`,
        [tenantId, digest, by, claimTokenHours, purpose],
      )
      return rows[0]?.expires_at ?? new Date(0)
    },

    async purposeOf(tenantId, digest) {
      const { rows } = await pool.query<{ purpose: TokenPurpose }>(
        `select purpose from claim_token where tenant_id = $1 and token_digest = $2 and ${unused}`,
        [tenantId, digest],
      )
      return rows[0]?.purpose
    },

    open({ tokenDigest, claimant, holder, hash, keyDigest }) {
      return transaction(async ({ client }) => {
        const spent = await client.query(
          `update claim_token set used_at = business_now() where tenant_id = $1 and token_digest = $2
             and purpose = 'claim' and ${unused}`,
          [claimant, tokenDigest],
        )
        if (spent.rowCount === 0) return undefined
        const id = newUuid() as DisputeId
        const { rows } = await client.query<Row>(
          `insert into dispute (tenant_id, dispute_id, device_id, claimant_tenant_id, serial_number, key_digest, hash, due_at)
           select tenant_id, $3, device_id, $4, serial_number, $5, $6, business_now() + make_interval(days => $7)
           from device where tenant_id = $1 and device_id = $2 and claim_level < 2 for update
           on conflict do nothing returning *`,
          [
            holder.tenantId,
            holder.deviceId,
            id,
            claimant,
            Buffer.from(keyDigest, 'hex'),
            Buffer.from(wrap.wrap(hash, contextOf(id))),
            noticeDays,
          ],
        )
        const dispute = rows[0] && toDispute(rows[0])
        if (dispute === undefined) return undefined
        const detail = dispute.dueAt.toISOString().slice(0, 10)
        await addEvent(client, holder, { kind: 'disputed', code: null, detail })
        await notifyOfDispute(client, dispute, keyDigest)
        return dispute
      })
    },

    async list(tenantId, { after, limit }) {
      const { rows } = await pool.query<Row>(
        `select * from dispute where (tenant_id = $1 or claimant_tenant_id = $1)
           and ($2::uuid is null or dispute_id < $2) order by dispute_id desc limit $3`,
        [tenantId, after ?? null, limit],
      )
      return rows.map(toDispute)
    },

    async listOpen({ after, limit }) {
      const { rows } = await pool.query<Row>(
        `select * from dispute where decided_at is null and ($1::uuid is null or dispute_id > $1)
         order by dispute_id limit $2`,
        [after ?? null, limit],
      )
      return rows.map(toDispute)
    },

    async findHeld(tenantId, id) {
      const { rows } = await pool.query<Row>(
        'select * from dispute where tenant_id = $1 and dispute_id = $2',
        [tenantId, id],
      )
      return rows[0] && toDispute(rows[0])
    },

    async contest(tenantId, id, reason) {
      const { rowCount } = await pool.query(
        `update dispute set state = 'contested', reason = $3
         where tenant_id = $1 and dispute_id = $2 and state = 'open'`,
        [tenantId, id, reason],
      )
      return rowCount === 1
    },

    end,

    async endDue() {
      const { rows } = await pool.query<{ dispute_id: DisputeId }>(
        `select dispute_id from dispute where state = 'open' and due_at <= business_now() order by due_at limit 100`,
      )
      let ended = 0
      const endings = rows.map(({ dispute_id: id }) => async () => {
        const due = { id, ending: byTime, isDue: true }
        if (await transaction((unit) => endOne(unit, wrap, due))) ended += 1
      })
      await allOf(...endings)
      return ended
    },
  }
}

const unused = 'used_at is null and expires_at > business_now()'
const byTime: Ending = { state: 'displaced' }
