/** Registered devices in PostgreSQL. Lists use keysets, in order of registration unless another order is requested. */
import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql, type Updateable } from 'kysely'
import type { DescribedDevice, DeviceChanges, Devices } from '../../core/devices/device.ts'
import type { TenantId } from '../../core/ids.ts'
import type { OnDelete } from '../../core/tenants/on-delete.ts'
import type { Client, Store } from '../sql/store.ts'
import type { DeviceTable } from '../sql/tables/devices.ts'
import { changeHeld } from './change-held.ts'
import { type DeviceRow, deviceColumnList, deviceRowColumns, toDevice } from './device-rows.ts'
import { deviceFinder } from './find-device.ts'
import { listDevices } from './list-devices.ts'
import { isPlain, plainPage } from './plain-page.ts'
import { removeDevices } from './remove-devices.ts'
import { serialIn } from './serial-in.ts'

export type DevicesOptions = {
  /** How long lists keep showing a removed device, in seconds; absent = not at all. */
  readonly listLag?: number
  /** What a deletion does in a tenant that has not said so; absent = release. */
  readonly onDelete?: OnDelete
}

export function devicesIn(
  store: Store,
  { listLag = 0, onDelete = 'release' }: DevicesOptions = {},
): Devices {
  const { db, pool, transaction } = store
  const ofTenant = (tenantId: TenantId) =>
    db.selectFrom('device').select(deviceRowColumns).where('tenant_id', '=', tenantId)

  return {
    find: deviceFinder(store),

    async hold(tenantId, id) {
      const row = await ofTenant(tenantId)
        .where('device_id', '=', id)
        .forUpdate()
        .executeTakeFirst()
      return row && toDevice(tenantId, row)
    },

    async findByDirectoryObject(tenantId, objectId) {
      const row = await ofTenant(tenantId)
        .where('directory_object_id', '=', objectId)
        .executeTakeFirst()
      return row && toDevice(tenantId, row)
    },

    async withSerialNumbers(tenantId, serialNumbers) {
      const { rows } = await pool.query<DeviceRow>({
        name: 'device-by-serial-numbers',
        text: `select ${deviceColumnList} from device where tenant_id = $1 and ${serialIn('device', '$2')} order by device_id`,
        values: [tenantId, serialNumbers],
      })
      return rows.map((row) => toDevice(tenantId, row))
    },

    async list(tenantId, query, { removedToo = false } = {}) {
      const lag = removedToo ? listLag : 0
      if (lag === 0 && isPlain(query)) return await plainPage(pool, tenantId, query.page)
      const removed = lag > 0 ? { removed: removedDevices(tenantId, lag) } : {}
      const found = await listDevices<DeviceRow>(db, { tenantId, ...removed }, query)
      return { ...found, rows: found.rows.map((row) => toDevice(tenantId, row)) }
    },

    async add(device) {
      await db.insertInto('device').values(describedRow(device)).execute()
    },

    async change(tenantId, id, changes) {
      const row = await db
        .updateTable('device')
        .set(changedColumns(changes))
        .where('tenant_id', '=', tenantId)
        .where('device_id', '=', id)
        .returning(deviceRowColumns)
        .executeTakeFirst()
      return row && toDevice(tenantId, row)
    },

    changeHeld: (tenantId, list) => changeHeld(pool, tenantId, list),

    remove(tenantId, ids, { isMeant = () => true, act, admit, by = 'system' } = {}) {
      return transaction(async ({ client }) =>
        removeDevices(client, {
          tenantId,
          ids,
          isMeant,
          admit,
          by,
          remember: listLag > 0,
          onDelete: act ?? (await onDeleteOf(client, tenantId)) ?? onDelete,
        }),
      )
    },
  }
}

async function onDeleteOf(client: Client, tenantId: TenantId): Promise<OnDelete | null> {
  const { rows } = await client.query<{ on_delete: OnDelete | null }>({
    name: 'tenant-on-delete',
    text: 'select on_delete from tenant where tenant_id = $1',
    values: [tenantId],
  })
  return rows[0]?.on_delete ?? null
}

function removedDevices(tenantId: TenantId, seconds: number): RawBuilder<unknown> {
  return sql`select restored.* from removed_device, jsonb_populate_record(null::device, removed_device.device) as restored
    where removed_device.tenant_id = ${tenantId}
      and removed_device.removed_at > business_now() - make_interval(secs => ${seconds})`
}

function describedRow(device: DescribedDevice) {
  return {
    tenant_id: device.tenantId,
    device_id: device.id,
    serial_number: device.serialNumber,
    manufacturer: device.manufacturer,
    model: device.model,
    sku_number: device.skuNumber,
    system_family: device.systemFamily,
    product_key: device.productKey,
    group_tag: device.groupTag,
    purchase_order_identifier: device.purchaseOrderIdentifier,
    user_principal_name: device.userPrincipalName,
    addressable_user_name: device.addressableUserName,
    display_name: device.displayName,
    resource_name: device.resourceName,
    directory_object_id: randomUUID(),
    directory_device_id: randomUUID(),
  }
}

const changeable = {
  groupTag: 'group_tag',
  purchaseOrderIdentifier: 'purchase_order_identifier',
  userPrincipalName: 'user_principal_name',
  addressableUserName: 'addressable_user_name',
  displayName: 'display_name',
  resourceName: 'resource_name',
  deviceAccountUpn: 'device_account_upn',
  deviceFriendlyName: 'device_friendly_name',
  enrollmentState: 'enrollment_state',
  managedDeviceId: 'managed_device_id',
  userlessEnrollmentStatus: 'userless_enrollment_status',
  targetedAt: 'targeted_at',
  directoryAttributes: 'directory_attributes',
} as const satisfies Record<keyof DeviceChanges, keyof DeviceTable>

/** At least one, because an update must set something. */
function changedColumns(changes: DeviceChanges): Updateable<DeviceTable> {
  const given = Object.entries(changes).map(([name, value]) => [
    changeable[name as keyof DeviceChanges],
    value,
  ])
  return { device_id: sql<string>`device_id`, ...Object.fromEntries(given) }
}
