/**
 * Moves registrations to another tenant: identity, hashes and TPM keys go along, what the giver knew about them
 * stays behind. Everything in the transaction that it is called in.
 */
import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import { DomainError } from '../../core/errors.ts'
import type { Token } from '../../core/identity/tokens.ts'
import { type DeviceId, newDeviceId, type TenantId } from '../../core/ids.ts'
import type { Wrap } from '../../core/wrap.ts'
import { removeDevices } from '../devices/remove-devices.ts'
import { addHolders } from '../identity/add-holders.ts'
import { findHolders } from '../identity/holders.ts'
import { lockIdentities, unwrapRecord, wrapRecord } from '../identity/records.ts'
import type { Client, Transaction } from '../sql/store.ts'
import type { DeviceTable } from '../sql/tables/devices.ts'
import type { ReleasedDevice } from './certificates.ts'

export type Move = {
  readonly from: TenantId
  readonly to: TenantId
  readonly ids: readonly DeviceId[]
  readonly groupTag: string | null
}

export type MovedDevice = ReleasedDevice & { readonly to: DeviceId }

type Row = Selectable<DeviceTable>

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

async function heldDevices(client: Client, tenantId: TenantId, ids: readonly string[]) {
  const { rows } = await client.query<Row>(
    'select * from device where tenant_id = $1 and device_id = any($2::uuid[]) order by device_id for update',
    [tenantId, ids],
  )
  if (rows.length !== ids.length)
    throw new DomainError(
      'conflict',
      `${ids.length - rows.length} of the ${ids.length} devices are no longer registered by who offered them.`,
    )
  if (rows.some(({ tuple_token }) => tuple_token !== null))
    throw new DomainError(
      'conflict',
      'One of the devices has only been declared: it can be given away once its hash is known.',
    )
  const { rowCount } = await client.query(
    'select from dispute where tenant_id = $1 and device_id = any($2::uuid[]) and decided_at is null limit 1',
    [tenantId, ids],
  )
  if (rowCount !== 0)
    throw new DomainError(
      'conflict',
      'Another tenant claims one of the devices: that is decided first.',
    )
  await refuseParked(client, [tenantId, ids])
  return rows
}

/** What is away for repair stays with who sent it there. */
async function refuseParked(client: Client, of: readonly unknown[]): Promise<void> {
  const { rowCount } = await client.query(
    'select from parked_device where tenant_id = $1 and device_id = any($2::uuid[]) limit 1',
    [...of],
  )
  if (rowCount !== 0)
    throw new DomainError('conflict', 'One of the devices is parked for repair: that ends first.')
}

async function identitiesOf(client: Client, tenantId: TenantId, ids: readonly string[]) {
  await client.query({ ...lockIdentities, values: [tenantId, ids] })
  const { rows } = await client.query<{ device_id: DeviceId; record: Buffer; tokens: string[] }>(
    'select device_id, record, tokens from device_identity where tenant_id = $1 and device_id = any($2::uuid[])',
    [tenantId, ids],
  )
  return new Map(rows.map((row) => [row.device_id, row]))
}

type Belongings = {
  readonly hashes: readonly (Hash & { device_id: string })[]
  readonly keys: readonly (Key & { device_id: string })[]
}
type Hash = {
  hash_id: string
  bytes: Buffer
  length: number
  changes: string[] | null
  accepted_at: Date
}
type Key = { digest: Buffer; decided_at: Date | null; decided_by: string | null }

const nothing: Belongings = { hashes: [], keys: [] }

async function belongingsOf(client: Client, tenantId: TenantId, ids: readonly string[]) {
  const { rows: hashes } = await client.query<Hash & { device_id: string }>(
    `select device_hash.*, hardware_hash.bytes, hardware_hash.length from device_hash
     join hardware_hash on hardware_hash.tenant_id = device_hash.tenant_id and hardware_hash.hash_id = device_hash.hash_id
     where device_hash.tenant_id = $1 and device_id = any($2::uuid[])`,
    [tenantId, ids],
  )
  const { rows: keys } = await client.query<Key & { device_id: string }>(
    `select device_id, digest, decided_at, decided_by from device_key
     where tenant_id = $1 and device_id = any($2::uuid[]) and state = 'bound'`,
    [tenantId, ids],
  )
  const of = <Item extends { device_id: string }>(list: readonly Item[], id: string) =>
    list.filter(({ device_id }) => device_id === id)
  return new Map(ids.map((id) => [id, { hashes: of(hashes, id), keys: of(keys, id) }]))
}

async function takeAlong(
  client: Client,
  { to, id, hashes, keys }: Belongings & { readonly to: TenantId; readonly id: DeviceId },
): Promise<void> {
  for (const { hash_id, bytes, length, changes, accepted_at } of hashes) {
    await client.query(
      'insert into hardware_hash (tenant_id, hash_id, bytes, length) values ($1, $2, $3, $4)',
      [to, hash_id, bytes, length],
    )
    await client.query(
      'insert into device_hash (tenant_id, device_id, hash_id, changes, accepted_at) values ($1, $2, $3, $4, $5)',
      [to, id, hash_id, changes, accepted_at],
    )
  }
  for (const { digest, decided_at } of keys)
    await client.query(
      `insert into device_key (tenant_id, device_id, digest, state, decided_at, decided_by)
       values ($1, $2, $3, 'bound', $4, 'transfer')`,
      [to, id, digest, decided_at],
    )
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
