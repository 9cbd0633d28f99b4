/** Disputes in PostgreSQL: opened by a proof, ended by a person or by time, each with both sides told in one transaction. */
import type pg from 'pg'
import {
  claimTokenHours,
  type Dispute,
  type Disputes,
  type Ending,
  noticeDays,
  type TokenPurpose,
} from '../../core/disputes/dispute.ts'
import {
  type DeviceId,
  type DisputeId,
  newImportId,
  newUuid,
  type TenantId,
} from '../../core/ids.ts'
import { onlyHash } from '../../core/imports/examine-row.ts'
import type { Wrap } from '../../core/wrap.ts'
import { addEvent } from '../deployment/contact-log.ts'
import { removeDevices } from '../devices/remove-devices.ts'
import { importedDevicesIn } from '../imports/imports.ts'
import type { Store, Transaction } from '../sql/store.ts'
import { notifyOfDispute, notifyOfEnding } from './notices.ts'

type Row = {
  tenant_id: TenantId
  dispute_id: DisputeId
  device_id: DeviceId
  claimant_tenant_id: TenantId
  serial_number: string
  key_digest: Buffer
  state: Dispute['state']
  opened_at: Date
  due_at: Date
  reason: string | null
  decided_at: Date | null
  decided_by: string | null
  decision_reason: string | null
}

const maxListed = 500
const contextOf = (id: string) => `dispute:${id}`

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

    async list(tenantId) {
      const { rows } = await pool.query<Row>(
        `select * from dispute where tenant_id = $1 or claimant_tenant_id = $1 order by dispute_id desc limit $2`,
        [tenantId, maxListed],
      )
      return rows.map(toDispute)
    },

    async listOpen() {
      const { rows } = await pool.query<Row>(
        'select * from dispute where decided_at is null order by dispute_id limit $1',
        [maxListed],
      )
      return rows.map(toDispute)
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
      for (const { dispute_id: id } of rows)
        if (await transaction((unit) => endOne(unit, wrap, { id, ending: byTime, isDue: true })))
          ended += 1
      return ended
    },
  }
}

const unused = 'used_at is null and expires_at > business_now()'
const byTime: Ending = { state: 'displaced' }

type Wanted = {
  readonly id: DisputeId
  readonly ending: Ending
  readonly within?: TenantId | undefined
  /** Only if nobody has contested it, and its notice is over. */
  readonly isDue?: boolean
}

async function endOne(unit: Transaction, wrap: Wrap, wanted: Wanted): Promise<boolean> {
  const { client } = unit
  const { rows } = await client.query<Row & { hash: Buffer }>(
    `select * from dispute where dispute_id = $1 and decided_at is null and ($2::uuid is null or tenant_id = $2)
       and (not $3 or state = 'open' and due_at <= business_now()) for update`,
    [wanted.id, wanted.within ?? null, wanted.isDue ?? false],
  )
  const [row] = rows
  if (row === undefined) return false
  const { ending } = wanted
  const { by = null, reason = null } = ending
  const state =
    ending.state === 'displaced' && (await isProven(client, row)) ? 'kept' : ending.state
  await client.query(
    `update dispute set state = $3, hash = null, decided_at = business_now(), decided_by = $4,
       decision_reason = $5
     where tenant_id = $1 and dispute_id = $2`,
    [row.tenant_id, row.dispute_id, state, by, reason],
  )
  if (state === 'kept') {
    const holder = { tenantId: row.tenant_id, deviceId: row.device_id }
    // A device that proved itself meanwhile ends it, whatever an operator decided.
    const detail = ending.state === 'kept' ? reason : null
    await addEvent(client, holder, { kind: 'dispute-kept', code: null, detail })
  } else await move(unit, wrap, row)
  const ended = { ...toDispute(row), state, decisionReason: reason }
  await notifyOfEnding(client, ended, wanted.within)
  return true
}

/** A device of the holder's own that proved itself during the notice has the stronger claim. */
async function isProven(client: Pick<pg.ClientBase, 'query'>, row: Row): Promise<boolean> {
  const { rows } = await client.query<{ claim_level: number }>(
    'select claim_level from device where tenant_id = $1 and device_id = $2 for update',
    [row.tenant_id, row.device_id],
  )
  return (rows[0]?.claim_level ?? 0) >= 2
}

/** The holder's registration goes, and the hash is imported for the claimant as any other. */
async function move(unit: Transaction, wrap: Wrap, row: Row & { hash: Buffer }): Promise<void> {
  const { tenant_id: tenantId, device_id: deviceId, claimant_tenant_id: claimant } = row
  await removeDevices(unit.client, {
    tenantId,
    ids: [deviceId],
    isMeant: () => true,
    remember: false,
    // The other tenant has proved it.
    onDelete: 'release',
    by: 'dispute',
  })
  const hardwareHash = wrap.unwrap(row.hash, contextOf(row.dispute_id))
  await importedDevicesIn(unit, wrap).add({
    id: newImportId(),
    tenantId: claimant,
    submissions: [{ ...onlyHash, hardwareHash }],
  })
}

function toDispute(row: Row): Dispute {
  return {
    id: row.dispute_id,
    holder: row.tenant_id,
    claimant: row.claimant_tenant_id,
    deviceId: row.device_id,
    serialNumber: row.serial_number,
    keyDigest: row.key_digest.toString('hex'),
    state: row.state,
    openedAt: row.opened_at,
    dueAt: row.due_at,
    reason: row.reason,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
    decisionReason: row.decision_reason,
  }
}
