/** `/deviceManagement/windowsAutopilotDeviceIdentities` as a set: what of a registration is asked for and shown. */
import { type Device, type Devices, deviceNotFound, findDevice } from '../../core/device/device.ts'
import { type DeviceField, deviceFieldTypes } from '../../core/device/device-fields.ts'
import { type DeviceId, parseUuid } from '../../core/ids.ts'
import type { EntitySet } from './entity-set.ts'
import type { Version } from './odata/shape.ts'
import { presentBetaDevice, presentDevice } from './present.ts'
import { deviceIdentityType } from './schema/autopilot-types.ts'

const fields: Readonly<Record<string, DeviceField>> = {
  id: 'id',
  serialnumber: 'serialNumber',
  manufacturer: 'manufacturer',
  model: 'model',
  grouptag: 'groupTag',
  purchaseorderidentifier: 'purchaseOrderIdentifier',
  productkey: 'productKey',
  displayname: 'displayName',
  userprincipalname: 'userPrincipalName',
  addressableusername: 'addressableUserName',
  resourcename: 'resourceName',
  skunumber: 'skuNumber',
  systemfamily: 'systemFamily',
  enrollmentstate: 'enrollmentState',
  lastcontacteddatetime: 'lastContactedAt',
  manageddeviceid: 'managedDeviceId',
  azureactivedirectorydeviceid: 'directoryDeviceId',
}

export const deviceSetPath = 'deviceManagement/windowsAutopilotDeviceIdentities'

export function deviceSet(devices: Devices, version: Version): EntitySet<Device, DeviceField> {
  const present = version === 'beta' ? presentBetaDevice : presentDevice
  return {
    path: deviceSetPath,
    type: deviceIdentityType,
    read: 'devices.read',
    fields: version === 'beta' ? { ...fields, azureaddeviceid: 'directoryDeviceId' } : fields,
    types: deviceFieldTypes,
    list: (tenantId, query) => devices.list(tenantId, query),
    find: (tenantId, id) => findDevice(devices, tenantId, deviceId(id)),
    present: async (rows) => rows.map(present),
  }
}

/** What is no id names no device. */
export function deviceId(text: string): DeviceId {
  const id = parseUuid(text)
  if (id === undefined) throw deviceNotFound(text)
  return id as DeviceId
}
