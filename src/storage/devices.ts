/** Registered devices in PostgreSQL. Lists run by keyset in the order of registration. */
import { type Selectable, sql } from 'kysely'
import type { Device, DeviceField, Devices, EnrollmentState } from '../core/device/device.ts'
import { type DeviceId, parseUuid, type TenantId } from '../core/ids.ts'
import { inTransaction, type Store } from './database.ts'
import { type Columns, filterToSql } from './filter-to-sql.ts'
import { pageOf } from './page.ts'
import type { DeviceTable } from './schema.ts'

const columns: Columns<DeviceField> = {
  id: sql.ref('device_id'),
  serialNumber: sql.ref('serial_number'),
  manufacturer: sql.ref('manufacturer'),
  model: sql.ref('model'),
  skuNumber: sql.ref('sku_number'),
  systemFamily: sql.ref('system_family'),
  productKey: sql.ref('product_key'),
  groupTag: sql.ref('group_tag'),
  purchaseOrderIdentifier: sql.ref('purchase_order_identifier'),
  userPrincipalName: sql.ref('user_principal_name'),
  addressableUserName: sql.ref('addressable_user_name'),
  displayName: sql.ref('display_name'),
  resourceName: sql.ref('resource_name'),
  enrollmentState: sql.ref('enrollment_state'),
  lastContactedAt: sql.ref('last_contacted_at'),
  managedDeviceId: sql.ref('managed_device_id'),
  directoryObjectId: sql.ref('directory_object_id'),
  directoryDeviceId: sql.ref('directory_device_id'),
  registeredAt: sql.ref('registered_at'),
}

export function devicesIn({ db, pool }: Store): Devices {
  const ofTenant = (tenantId: TenantId) =>
    db.selectFrom('device').selectAll().where('tenant_id', '=', tenantId)

  return {
    async find(tenantId, id) {
      const row = await ofTenant(tenantId).where('device_id', '=', id).executeTakeFirst()
      return row === undefined ? undefined : toDevice(row)
    },

    async findByDirectoryObject(tenantId, objectId) {
      const row = await ofTenant(tenantId)
        .where('directory_object_id', '=', objectId)
        .executeTakeFirst()
      return row === undefined ? undefined : toDevice(row)
    },

    async list(tenantId, { filter, page }) {
      let query = ofTenant(tenantId)
        .orderBy('device_id')
        .limit(page.limit + 1)
      const after = page.after === undefined ? undefined : parseUuid(page.after)
      if (after !== undefined) query = query.where('device_id', '>', after)
      if (filter !== undefined) query = query.where(filterToSql(filter, columns))
      return pageOf((await query.execute()).map(toDevice), page.limit)
    },

    remove(tenantId, id) {
      return inTransaction(pool, async (client) => {
        const owned = [tenantId, id]
        const { rowCount } = await client.query(
          'delete from device where tenant_id = $1 and device_id = $2',
          owned,
        )
        if (rowCount === 0) return false
        await client.query(
          `delete from hardware_hash h using device_hash d
           where d.tenant_id = $1 and d.device_id = $2 and h.tenant_id = $1 and h.hash_id = d.hash_id`,
          owned,
        )
        await client.query('delete from device_hash where tenant_id = $1 and device_id = $2', owned)
        await client.query(
          'delete from device_claim where tenant_id = $1 and device_id = $2',
          owned,
        )
        return true
      })
    },
  }
}

function toDevice(row: Selectable<DeviceTable>): Device {
  return {
    id: row.device_id as DeviceId,
    tenantId: row.tenant_id as TenantId,
    serialNumber: row.serial_number,
    manufacturer: row.manufacturer,
    model: row.model,
    skuNumber: row.sku_number,
    systemFamily: row.system_family,
    productKey: row.product_key,
    groupTag: row.group_tag,
    purchaseOrderIdentifier: row.purchase_order_identifier,
    userPrincipalName: row.user_principal_name,
    addressableUserName: row.addressable_user_name,
    displayName: row.display_name,
    resourceName: row.resource_name,
    enrollmentState: row.enrollment_state as EnrollmentState,
    lastContactedAt: row.last_contacted_at,
    managedDeviceId: row.managed_device_id,
    directoryObjectId: row.directory_object_id,
    directoryDeviceId: row.directory_device_id,
    registeredAt: row.registered_at,
  }
}
