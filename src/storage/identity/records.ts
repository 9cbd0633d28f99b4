/** Records of registered devices, encrypted: they contain serial numbers, MAC addresses and TPM keys. */
import type pg from 'pg'
import type { DeviceRecord } from '../../core/identity/device-record.ts'
import type { DeviceId } from '../../core/ids.ts'
import type { Holder } from '../../core/imports/slice.ts'
import type { Wrap } from '../../core/wrap.ts'

const contextOf = (deviceId: string) => `device_identity:${deviceId}`

export function wrapRecord(wrap: Wrap, deviceId: DeviceId, record: DeviceRecord): Buffer {
  return Buffer.from(wrap.wrap(Buffer.from(JSON.stringify(record)), contextOf(deviceId)))
}

export function unwrapRecord(wrap: Wrap, deviceId: DeviceId, wrapped: Buffer): DeviceRecord {
  return JSON.parse(Buffer.from(wrap.unwrap(wrapped, contextOf(deviceId))).toString('utf8'))
}

/** Of registered devices: a deleted one that is reserved is only there for imports. */
export async function findRecords(
  client: Pick<pg.ClientBase, 'query'>,
  wrap: Wrap,
  holders: readonly Holder[],
): Promise<Map<DeviceId, DeviceRecord>> {
  const { rows } = await client.query<{ device_id: DeviceId; record: Buffer }>({
    name: 'device-identity-registered',
    text: `${recordsOfHolders} join device on device.tenant_id = holder.tenant and device.device_id = holder.device`,
    values: holderValues(holders),
  })
  return unwrapped(wrap, new Map(rows.map((row) => [row.device_id, row.record])))
}

const recordsOfHolders = `select identity.device_id, identity.record from unnest($1::uuid[], $2::uuid[]) as holder(tenant, device)
  join device_identity as identity on identity.tenant_id = holder.tenant and identity.device_id = holder.device`

function holderValues(holders: readonly Holder[]): unknown[] {
  return [holders.map(({ tenantId }) => tenantId), holders.map(({ deviceId }) => deviceId)]
}

/** The records as stored, for comparison when they are changed later. */
export type WrappedRecords = ReadonlyMap<DeviceId, Buffer>

export async function findWrapped(
  client: Pick<pg.ClientBase, 'query'>,
  holders: readonly Holder[],
): Promise<WrappedRecords> {
  const { rows } = await client.query<{ device_id: DeviceId; record: Buffer }>({
    name: 'device-identity-records',
    text: recordsOfHolders,
    values: holderValues(holders),
  })
  return new Map(rows.map((row) => [row.device_id, row.record]))
}

export function unwrapped(wrap: Wrap, records: WrappedRecords): Map<DeviceId, DeviceRecord> {
  return new Map([...records].map(([id, record]) => [id, unwrapRecord(wrap, id, record)]))
}

/** Records are always locked in this order, and before any token. */
export const lockIdentities = {
  name: 'device-identity-lock',
  text: `select from device_identity where tenant_id = $1 and device_id = any($2::uuid[])
    order by device_id for update`,
} as const
