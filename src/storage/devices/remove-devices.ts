/**
 * Removes many devices at once, with everything that belongs to them.
 *
 * To avoid deadlocks, several rows are always locked in the same order: devices, their records, then tokens, and
 * within each kind by ascending id. Imports lock the last two in the same order.
 */
import type { Selectable } from 'kysely'
import type pg from 'pg'
import type { Device } from '../../core/devices/device.ts'
import type { DeviceId, TenantId } from '../../core/ids.ts'
import type { OnDelete } from '../../core/tenants/on-delete.ts'
import { removeContacts } from '../deployment/remove-contacts.ts'
import { writeActEvent } from '../events/write-act-event.ts'
import { removeIdentities } from '../identity/remove-identities.ts'
import type { DeviceTable } from '../sql/tables/devices.ts'
import { toDevice } from './device-rows.ts'
import { reserve } from './reserve-devices.ts'

export type Removal = {
  readonly tenantId: TenantId
  readonly ids: readonly DeviceId[]
  readonly isMeant: (device: Device) => boolean
  /** Called with the devices, locked, before anything happens to them; throws to prevent it. */
  readonly admit?: ((devices: readonly Device[], act: OnDelete) => Promise<void>) | undefined
  /** Whether strict lists keep showing them for a while. */
  readonly remember: boolean
  readonly onDelete: OnDelete
  readonly by: string
  /** Another one took its place, which its caller announces. */
  readonly isReplaced?: boolean
}

/** Devices that existed and were meant: gone once the transaction commits. */
export async function removeDevices(
  client: Pick<pg.ClientBase, 'query'>,
  removal: Removal,
): Promise<readonly Device[]> {
  const { tenantId, ids, isMeant, admit } = removal
  const { rows } = await client.query<Selectable<DeviceTable>>(
    'select * from device where tenant_id = $1 and device_id = any($2::uuid[]) order by device_id for update',
    [tenantId, ids],
  )
  const devices = rows.map((row) => toDevice(tenantId, row)).filter(isMeant)
  if (devices.length === 0) return []
  await admit?.(devices, removal.onDelete)
  const gone = [tenantId, devices.map(({ id }) => id)] as const
  if (removal.remember) await rememberRemoved(client, gone)
  if (removal.onDelete === 'reserve') await reserve(client, gone, removal.by)
  await client.query('delete from device where tenant_id = $1 and device_id = any($2::uuid[])', [
    ...gone,
  ])
  await removeWhatBelongs(client, tenantId, { devices, onDelete: removal.onDelete })
  if (removal.isReplaced) return devices
  await writeActEvent(client, tenantId, {
    type: removal.onDelete === 'release' ? 'device.released' : 'device.deleted',
    subjects: devices.map(({ id }) => id),
  })
  return devices
}

async function rememberRemoved(
  client: Pick<pg.ClientBase, 'query'>,
  gone: readonly unknown[],
): Promise<void> {
  // A device may be restored and removed again while lists still show it.
  await client.query(
    `insert into removed_device (tenant_id, device_id, device, removed_at)
     select tenant_id, device_id, to_jsonb(device), business_now() from device where tenant_id = $1 and device_id = any($2::uuid[])
     on conflict (tenant_id, device_id) do update set device = excluded.device, removed_at = excluded.removed_at`,
    [...gone],
  )
}

type Belonging = { readonly devices: readonly Device[]; readonly onDelete: OnDelete }

/** A reserved device keeps its identity and its first boots; a session that has begun ends in any case. */
async function removeWhatBelongs(
  client: Pick<pg.ClientBase, 'query'>,
  tenantId: TenantId,
  { devices, onDelete }: Belonging,
): Promise<void> {
  const gone = [tenantId, devices.map(({ id }) => id)]
  if (onDelete === 'release') {
    await removeIdentities(client, tenantId, devices)
    await removeContacts(client, gone)
  } else {
    await client.query(
      'delete from deployment_session where tenant_id = $1 and device_id = any($2::uuid[])',
      gone,
    )
  }
  await client.query(
    `with mine as (select device_id from profile_device
       where tenant_id = $1 and device_id = any($2::uuid[]) order by device_id for update)
     delete from profile_device using mine where profile_device.tenant_id = $1 and profile_device.device_id = mine.device_id`,
    gone,
  )
  await client.query(
    `with mine as (select group_id, member_id from group_member
       where tenant_id = $1 and member_id = any($2::uuid[]) order by member_id, group_id for update)
     delete from group_member as member using mine
     where member.tenant_id = $1 and member.group_id = mine.group_id and member.member_id = mine.member_id`,
    [tenantId, devices.map(({ directoryObjectId }) => directoryObjectId)],
  )
}
