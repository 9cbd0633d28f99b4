/** The old registration of a repaired device: deleted, but kept as it was, and its board freed or reserved. */
import { DomainError } from '../../core/errors.ts'
import type { DeviceId } from '../../core/ids.ts'
import type { Replacement } from '../../core/repairs/return-device.ts'
import type { Wrap } from '../../core/wrap.ts'
import { removeContacts } from '../deployment/remove-contacts.ts'
import { removeDevices } from '../devices/remove-devices.ts'
import { unwrapRecord } from '../identity/records.ts'
import { removeIdentities } from '../identity/remove-identities.ts'
import { ClaimLost } from '../sql/database.ts'
import type { Client } from '../sql/store.ts'
import type { ReleasedDevice } from '../transfers/certificates.ts'

export type Old = ReleasedDevice & { readonly objectId: string; readonly claimLevel: number }

/** The old registration becomes a deleted one, which keeps all that it was. */
export async function takenOut(
  client: Client,
  wrap: Wrap,
  { repair, newId, by }: Replacement,
): Promise<Old> {
  const { tenantId, deviceId } = repair
  const { rows } = await client.query<{ record: Buffer | null; claim_level: number }>(
    `select identity.record, device.claim_level from device left join device_identity as identity
       using (tenant_id, device_id) where device.tenant_id = $1 and device.device_id = $2 for update of device`,
    [tenantId, deviceId],
  )
  const [device] = await removeDevices(client, {
    tenantId,
    ids: [deviceId],
    by,
    isMeant: () => true,
    remember: false,
    onDelete: 'reserve',
    isReplaced: true,
  })
  if (device === undefined)
    throw new DomainError('conflict', 'The registration that was parked is not there any more.')
  const stored = rows[0]?.record
  return {
    from: deviceId,
    to: null,
    serialNumber: device.serialNumber,
    manufacturer: device.manufacturer,
    model: device.model,
    productKeyId: device.productKey,
    ekDigest: stored ? unwrapRecord(wrap, deviceId, stored).board.ekDigests.at(-1) : undefined,
    objectId: device.directoryObjectId,
    claimLevel: rows[0]?.claim_level ?? 0,
  } satisfies Old & { to: typeof newId | null }
}

/** Its board is free, and it cannot be restored. */
export async function endReservation(
  client: Client,
  { repair, newId, by }: Replacement,
  id: DeviceId,
): Promise<void> {
  const { rowCount } = await client.query(
    `update deleted_device set state = 'superseded', superseded_by = $3, ended_at = business_now(), ended_by = $4
     where tenant_id = $1 and device_id = $2 and state = 'reserved'`,
    [repair.tenantId, id, newId, by],
  )
  if (rowCount === 0) throw new ClaimLost()
  await removeIdentities(client, repair.tenantId, [{ id }])
  await removeContacts(client, [repair.tenantId, [id]])
}

/** The customer has the board: its reservation does not end by time. */
export async function keepReserved(client: Client, { repair, newId }: Replacement): Promise<void> {
  await client.query(
    `update deleted_device set superseded_by = $3, reserved_until = business_now() + interval '100 years'
     where tenant_id = $1 and device_id = $2`,
    [repair.tenantId, repair.deviceId, newId],
  )
}
