/** Declared devices: kept until their first hash comes, and what that hash makes of them. */
import type pg from 'pg'
import type { DeviceRecord } from '../../core/identity/device-record.ts'
import type { Token } from '../../core/identity/tokens.ts'
import type { DeviceId, TenantId } from '../../core/ids.ts'
import type { DeclaredDevice } from '../../core/imports/declared.ts'
import type { Listing, Recognition, Registration } from '../../core/imports/slice.ts'
import type { Wrap } from '../../core/wrap.ts'
import { wrapRecord } from '../identity/records.ts'
import { uuidArray } from '../sql/binary-arrays.ts'
import { ClaimLost } from '../sql/database.ts'

type Client = Pick<pg.ClientBase, 'query'>

export async function declaredUnder(
  client: Client,
  tenantId: TenantId,
  tuples: readonly Token[],
): Promise<readonly DeclaredDevice[]> {
  const { rows } = await client.query<{
    device_id: DeviceId
    tuple: Token
    key: Token | null
    reserved: boolean
  }>({
    name: 'device-declared',
    text: `select device_id, tuple_token as tuple, key_token as key, false as reserved from device
        where tenant_id = $1 and tuple_token = any($2::uuid[])
      union all select device_id, (device ->> 'tuple_token')::uuid, (device ->> 'key_token')::uuid, true
        from deleted_device where tenant_id = $1 and state = 'reserved'
          and device ->> 'tuple_token' = any($2::uuid[]::text[])
      order by reserved desc`,
    values: [tenantId, uuidArray(tuples)],
  })
  return rows.map(({ device_id, reserved, ...names }) => ({
    ...names,
    deviceId: device_id,
    isReserved: reserved,
  }))
}

/** Marks new devices of the slice that have only their names. */
export async function markDeclared(
  client: Client,
  tenantId: TenantId,
  registrations: readonly Registration[],
): Promise<void> {
  const declared = registrations.flatMap(({ deviceId, identity }) =>
    'declaration' in identity ? [{ deviceId, ...identity.declaration }] : [],
  )
  if (declared.length === 0) return
  try {
    await client.query({
      name: 'device-declare',
      text: `update device set declared_at = registered_at, tuple_token = given.tuple, key_token = given.key
        from unnest($2::uuid[], $3::uuid[], $4::uuid[]) as given(device, tuple, key)
        where tenant_id = $1 and device_id = given.device`,
      values: [
        tenantId,
        uuidArray(declared.map(({ deviceId }) => deviceId)),
        uuidArray(declared.map(({ tuple }) => tuple)),
        declared.map(({ key }) => key),
      ],
    })
  } catch (error) {
    // Another import has declared one of them in the meantime.
    if ((error as pg.DatabaseError).constraint === 'device_declared') throw new ClaimLost()
    throw error
  }
}

/** Before anything else of the device is locked. Throws `ClaimLost` if one of them no longer waits. */
export async function holdDeclared(
  client: Client,
  tenantId: TenantId,
  devices: readonly DeviceId[],
): Promise<void> {
  const { rowCount } = await client.query({
    name: 'device-declared-hold',
    text: `select from device where tenant_id = $1 and device_id = any($2::uuid[]) and tuple_token is not null
      order by device_id for update`,
    values: [tenantId, uuidArray(devices)],
  })
  if (rowCount !== devices.length) throw new ClaimLost()
}

export type FirstHash = Pick<Listing, 'tokens'> & {
  readonly deviceId: DeviceId
  readonly hash: NonNullable<Recognition['firstHash']>
  readonly record: DeviceRecord
}

/** The devices, which are held, are from now on recognized by their hashes. */
export async function keepFirstHashes(
  client: Client,
  { tenantId, wrap }: { readonly tenantId: TenantId; readonly wrap: Wrap },
  list: readonly FirstHash[],
): Promise<void> {
  if (list.length === 0) return
  const devices = uuidArray(list.map(({ deviceId }) => deviceId))
  await client.query({
    name: 'device-first-hash',
    text: `update device set tuple_token = null, key_token = null, sku_number = given.sku, system_family = given.family,
        product_key = coalesce(device.product_key, given.key)
      from unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) as given(device, sku, family, key)
      where tenant_id = $1 and device_id = given.device`,
    values: [
      ...[tenantId, devices],
      list.map(({ hash }) => hash.skuNumber),
      list.map(({ hash }) => hash.systemFamily),
      list.map(({ hash }) => hash.productKeyId),
    ],
  })
  await client.query({
    name: 'device-first-identity',
    text: `insert into device_identity (tenant_id, device_id, record, tokens)
      select $1, device, record, tokens::uuid[] from unnest($2::uuid[], $3::bytea[], $4::text[]) as given(device, record, tokens)`,
    values: [
      ...[tenantId, devices],
      list.map(({ deviceId, record }) => wrapRecord(wrap, deviceId, record)),
      list.map(({ tokens }) => `{${tokens.map(({ token }) => token).join(',')}}`),
    ],
  })
}
