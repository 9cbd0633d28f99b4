/** Maps rows of the device table to devices of the domain. */
import type { Selectable } from 'kysely'
import type { Device, EnrollmentState } from '../../core/devices/device.ts'
import type { DeviceId, TenantId } from '../../core/ids.ts'
import type { DeviceTable } from '../sql/tables/devices.ts'

/**
 * The columns of a device: every row of a page pays for each of them, here and in PostgreSQL. The tenant is omitted
 * because it is known, and so are columns that only claims use.
 */
export const deviceRowColumns = [
  'device_id',
  'serial_number',
  'manufacturer',
  'model',
  'sku_number',
  'system_family',
  'product_key',
  'group_tag',
  'purchase_order_identifier',
  'user_principal_name',
  'addressable_user_name',
  'display_name',
  'resource_name',
  'enrollment_state',
  'last_contacted_at',
  'managed_device_id',
  'directory_object_id',
  'directory_device_id',
  'registered_at',
  'device_account_upn',
  'device_friendly_name',
  'userless_enrollment_status',
  'targeted_at',
  'directory_attributes',
] as const satisfies readonly (keyof DeviceTable)[]

/** The same, for a statement that is written by hand. */
export const deviceColumnList = deviceRowColumns.join(', ')

export type DeviceRow = Pick<Selectable<DeviceTable>, (typeof deviceRowColumns)[number]>

export function toDevice(tenantId: TenantId, row: DeviceRow): Device {
  return {
    id: row.device_id as DeviceId,
    tenantId,
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
    deviceAccountUpn: row.device_account_upn,
    deviceFriendlyName: row.device_friendly_name,
    userlessEnrollmentStatus: row.userless_enrollment_status as Device['userlessEnrollmentStatus'],
    registeredAt: row.registered_at,
    targetedAt: row.targeted_at,
    directoryAttributes: row.directory_attributes ?? {},
  }
}
