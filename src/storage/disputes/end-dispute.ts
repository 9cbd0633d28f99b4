/** How a dispute ends: by a decision or by time, and with the registration of the claimant if the holder loses it. */
import type pg from 'pg'
import type { Ending } from '../../core/disputes/dispute.ts'
import { type DisputeId, newImportId, type TenantId } from '../../core/ids.ts'
import { emptyRow } from '../../core/imports/imported-device.ts'
import type { Wrap } from '../../core/wrap.ts'
import { addEvent } from '../deployment/contact-log.ts'
import { removeDevices } from '../devices/remove-devices.ts'
import { importedDevicesIn } from '../imports/imports.ts'
import type { Transaction } from '../sql/store.ts'
import { contextOf, type Row, toDispute } from './dispute-row.ts'
import { notifyOfEnding } from './notices.ts'

type Wanted = {
  readonly id: DisputeId
  readonly ending: Ending
  readonly within?: TenantId | undefined
  /** Only if nobody has contested it, and its notice is over. */
  readonly isDue?: boolean
}

export async function endOne(unit: Transaction, wrap: Wrap, wanted: Wanted): Promise<boolean> {
  const { client } = unit
  const { rows: of } = await client.query<Pick<Row, 'tenant_id' | 'device_id'>>(
    `select tenant_id, device_id from dispute where dispute_id = $1 and ($2::uuid is null or tenant_id = $2)`,
    [wanted.id, wanted.within ?? null],
  )
  if (of[0] === undefined) return false
  const { tenant_id: tenantId, device_id: deviceId } = of[0]
  // The device before its dispute, as the proof does that opens one; each by its key, on the node where it is.
  await client.query('select from device where tenant_id = $1 and device_id = $2 for update', [
    tenantId,
    deviceId,
  ])
  const { rows } = await client.query<Row & { hash: Buffer }>(
    `select * from dispute where tenant_id = $1 and dispute_id = $2 and decided_at is null
       and (not $3 or state = 'open' and due_at <= business_now()) for update`,
    [tenantId, wanted.id, wanted.isDue ?? false],
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
    submissions: [{ ...emptyRow, hardwareHash }],
  })
}
