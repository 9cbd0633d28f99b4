/**
 * Reserving deleted devices, and restoring them. The identity of a reserved device stays where it is: its tokens keep
 * leading to it, so nobody else can register it. What else belongs to it is kept as it was, row by row.
 */
import type { Selectable } from 'kysely'
import type pg from 'pg'
import { type Ending, reservedDays } from '../../core/devices/deleted-device.ts'
import type { Device } from '../../core/devices/device.ts'
import type { DeviceId, TenantId } from '../../core/ids.ts'
import { removeContacts } from '../deployment/remove-contacts.ts'
import { writeActEvent } from '../events/write-act-event.ts'
import { removeIdentities } from '../identity/remove-identities.ts'
import type { DeviceTable } from '../sql/tables/devices.ts'
import { toDevice } from './device-rows.ts'

type Client = Pick<pg.ClientBase, 'query'>

/** Before their rows are deleted, in the same transaction. */
export async function reserve(
  client: Client,
  of: readonly [TenantId, readonly DeviceId[]],
  by: string,
): Promise<void> {
  await client.query(
    `insert into deleted_device (tenant_id, device_id, serial_number, group_tag, device, profile, memberships,
       deleted_by, deleted_at, reserved_until)
     select device.tenant_id, device.device_id, serial_number, group_tag, to_jsonb(device), to_jsonb(profile_device),
       coalesce((select jsonb_agg(to_jsonb(member) order by member.group_id) from group_member as member
         where member.tenant_id = $1 and member.member_id = device.directory_object_id), '[]'),
       $3, business_now(), business_now() + make_interval(days => $4)
     from device left join profile_device using (tenant_id, device_id)
     where device.tenant_id = $1 and device.device_id = any($2::uuid[])
     on conflict (tenant_id, device_id) do update set state = 'reserved', serial_number = excluded.serial_number,
       group_tag = excluded.group_tag, device = excluded.device, profile = excluded.profile,
       memberships = excluded.memberships, deleted_at = excluded.deleted_at, deleted_by = excluded.deleted_by,
       reserved_until = excluded.reserved_until, ended_at = null, ended_by = null, superseded_by = null`,
    [...of, by, reservedDays],
  )
}

/** Registers reserved devices again, under their ids and with everything that still exists. */
export async function restoreReserved(
  client: Client,
  [tenantId, ids]: readonly [TenantId, readonly DeviceId[]],
  ending: Ending,
): Promise<readonly Device[]> {
  const devices = await holdReserved(client, [tenantId, ids], ending)
  if (devices.length === 0) return []
  const back = [tenantId, devices.map(({ id }) => id)]
  await client.query(
    `insert into device select row.* from deleted_device as deleted, jsonb_populate_record(null::device, deleted.device) as row
     where deleted.tenant_id = $1 and deleted.device_id = any($2::uuid[])`,
    back,
  )
  await client.query(
    `insert into profile_device select row.* from deleted_device as deleted,
       jsonb_populate_record(null::profile_device, deleted.profile) as row
     where deleted.tenant_id = $1 and deleted.device_id = any($2::uuid[]) and deleted.profile is not null
       and exists (select from deployment_profile as profile
         where profile.tenant_id = $1 and profile.profile_id = row.profile_id)`,
    back,
  )
  await client.query(
    `insert into group_member select row.* from deleted_device as deleted,
       jsonb_populate_recordset(null::group_member, deleted.memberships) as row
     where deleted.tenant_id = $1 and deleted.device_id = any($2::uuid[])
       and exists (select from directory_group as directory
         where directory.tenant_id = $1 and directory.group_id = row.group_id)
     on conflict do nothing`,
    back,
  )
  await client.query(
    'delete from removed_device where tenant_id = $1 and device_id = any($2::uuid[])',
    back,
  )
  await end(client, back, { state: 'restored', by: ending.by })
  await writeActEvent(client, tenantId, {
    type: 'device.restored',
    subjects: devices.map(({ id }) => id),
  })
  return devices
}

/** Ends reservations: the devices are free for their next owners. */
export async function releaseReserved(
  client: Client,
  [tenantId, ids]: readonly [TenantId, readonly DeviceId[]],
  ending: Ending & { readonly state?: 'released' | 'expired' },
): Promise<readonly Device[]> {
  const devices = await holdReserved(client, [tenantId, ids], ending)
  if (devices.length === 0) return []
  await freeReserved(client, [tenantId, devices], {
    state: ending.state ?? 'released',
    by: ending.by,
  })
  await writeActEvent(client, tenantId, {
    type: 'device.released',
    subjects: devices.map(({ id }) => id),
  })
  return devices
}

/** Those that are still reserved, locked in the order of their ids. */
export async function holdReserved(
  client: Client,
  [tenantId, ids]: readonly [TenantId, readonly DeviceId[]],
  { isMeant, admit }: Pick<Ending, 'isMeant' | 'admit'>,
): Promise<readonly Device[]> {
  const { rows } = await client.query<Selectable<DeviceTable>>(
    `select row.* from deleted_device as deleted, jsonb_populate_record(null::device, deleted.device) as row
     where deleted.tenant_id = $1 and deleted.device_id = any($2::uuid[]) and deleted.state = 'reserved'
     order by deleted.device_id for update of deleted`,
    [tenantId, ids],
  )
  const devices = rows.map((row) => toDevice(tenantId, row)).filter(isMeant)
  if (devices.length > 0) await admit?.(devices)
  return devices
}

type Freed = { readonly state: 'released' | 'expired'; readonly by: string }

/** What a device said of people is of no use once it cannot be restored. */
async function freeReserved(
  client: Client,
  [tenantId, devices]: readonly [TenantId, readonly Device[]],
  freed: Freed,
): Promise<void> {
  const gone = [tenantId, devices.map(({ id }) => id)]
  await removeIdentities(client, tenantId, devices)
  await removeContacts(client, gone)
  await end(client, gone, freed)
  await client.query(
    `update deleted_device set profile = null, memberships = '[]', device = device
       - array['user_principal_name', 'addressable_user_name', 'display_name', 'device_account_upn', 'device_friendly_name']
     where tenant_id = $1 and device_id = any($2::uuid[])`,
    gone,
  )
}

async function end(
  client: Client,
  of: readonly unknown[],
  { state, by }: { readonly state: 'restored' | Freed['state']; readonly by: string },
): Promise<void> {
  await client.query(
    `update deleted_device set state = $3, ended_at = business_now(), ended_by = $4
     where tenant_id = $1 and device_id = any($2::uuid[])`,
    [...of, state, by],
  )
}
