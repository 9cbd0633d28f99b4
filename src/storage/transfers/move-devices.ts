/**
 * Moves registrations to another tenant: identity, hashes and TPM keys go along, what the giver knew about them
 * stays behind. Everything in the transaction that it is called in.
 */
import { randomUUID } from 'node:crypto'
import type { Token } from '../../core/identity/tokens.ts'
import { type DeviceId, newDeviceId, type TenantId } from '../../core/ids.ts'
import type { Wrap } from '../../core/wrap.ts'
import { removeDevices } from '../devices/remove-devices.ts'
import { addHolders } from '../identity/add-holders.ts'
import { findHolders } from '../identity/holders.ts'
import { lockIdentities, unwrapRecord, wrapRecord } from '../identity/records.ts'
import type { Client, Transaction } from '../sql/store.ts'
import { belongingsOf, nothing, takeAlong } from './belongings.ts'
import type { ReleasedDevice } from './certificates.ts'
import { heldDevices, type Row } from './held-devices.ts'

export type Move = {
  readonly from: TenantId
  readonly to: TenantId
  readonly ids: readonly DeviceId[]
  readonly groupTag: string | null
}

export type MovedDevice = ReleasedDevice & { readonly to: DeviceId }

/** Throws `conflict` unless the giver holds all of them, undisputed. */
export async function moveDevices(
  { client, db }: Transaction,
  wrap: Wrap,
  move: Move,
): Promise<readonly MovedDevice[]> {
  const { from, to } = move
  const ids = move.ids.toSorted()
  const devices = await heldDevices(client, from, ids)
  const identities = await identitiesOf(client, from, ids)
  const belongings = await belongingsOf(client, from, ids)
  const gone = {
    isMeant: () => true,
    remember: false,
    onDelete: 'release',
    by: 'transfer',
  } as const
  await removeDevices(client, { tenantId: from, ids, ...gone })
  const moved = devices.map((row) => {
    const identity = identities.get(row.device_id as DeviceId)
    const record = identity && unwrapRecord(wrap, row.device_id as DeviceId, identity.record)
    return { row, id: newDeviceId(), tokens: identity?.tokens ?? [], record }
  })
  await db
    .insertInto('device')
    .values(moved.map(({ row, id }) => newRow(row, { ...move, id })))
    .execute()
  for (const { row, id, record, tokens } of moved) {
    await takeAlong(client, { to, id, ...(belongings.get(row.device_id) ?? nothing) })
    if (record === undefined) continue
    await client.query(
      'insert into device_identity (tenant_id, device_id, record, tokens) values ($1, $2, $3, $4)',
      [to, id, wrapRecord(wrap, id, record), tokens],
    )
  }
  const added = moved.flatMap(({ id, tokens }) =>
    tokens.map((token) => ({ token: token as Token, deviceId: id })),
  )
  if (added.length > 0) {
    const seen = await findHolders(
      client,
      added.map(({ token }) => token),
    )
    await addHolders(client, to, { added, seen })
  }
  return moved.map(({ row, id, record }) => ({
    from: row.device_id as DeviceId,
    to: id,
    serialNumber: row.serial_number,
    manufacturer: row.manufacturer,
    model: row.model,
    productKeyId: row.product_key,
    ekDigest: record?.board.ekDigests.at(-1),
  }))
}

async function identitiesOf(client: Client, tenantId: TenantId, ids: readonly string[]) {
  await client.query({ ...lockIdentities, values: [tenantId, ids] })
  const { rows } = await client.query<{ device_id: DeviceId; record: Buffer; tokens: string[] }>(
    'select device_id, record, tokens from device_identity where tenant_id = $1 and device_id = any($2::uuid[])',
    [tenantId, ids],
  )
  return new Map(rows.map((row) => [row.device_id, row]))
}

/** What the maker has written and how strong the claim is; nothing that the giver has set. */
function newRow(row: Row, { to, id, groupTag }: Move & { readonly id: DeviceId }) {
  return {
    tenant_id: to,
    device_id: id,
    serial_number: row.serial_number,
    manufacturer: row.manufacturer,
    model: row.model,
    sku_number: row.sku_number,
    system_family: row.system_family,
    product_key: row.product_key,
    group_tag: groupTag,
    purchase_order_identifier: null,
    user_principal_name: null,
    addressable_user_name: null,
    display_name: null,
    resource_name: null,
    device_account_upn: null,
    device_friendly_name: null,
    last_contacted_at: null,
    managed_device_id: null,
    directory_object_id: randomUUID(),
    directory_device_id: randomUUID(),
    targeted_at: null,
    claim_level: row.claim_level,
    provisional_until: row.provisional_until,
    partner_id: null,
    consent_id: null,
    batch_key: null,
    source_import_id: null,
    declared_at: row.declared_at,
  }
}
