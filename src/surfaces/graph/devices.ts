/** `/deviceManagement/windowsAutopilotDeviceIdentities` and the directory's `/devices`. */
import {
  type DeviceField,
  type Devices,
  deviceNotFound,
  findDevice,
  removeDevice,
} from '../../core/device/device.ts'
import { type DeviceId, parseUuid } from '../../core/ids.ts'
import type { Links, Version } from './links.ts'
import { listAnswer, parseListRequest, selected } from './odata/list-request.ts'
import { presentBetaDevice, presentDevice, presentDirectoryDevice } from './present.ts'
import { parameter, type Route } from './routes.ts'

const set = 'deviceManagement/windowsAutopilotDeviceIdentities'
const base = `/${set.toLowerCase()}`

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
  manageddeviceid: 'managedDeviceId',
  azureactivedirectorydeviceid: 'directoryDeviceId',
  azureaddeviceid: 'directoryDeviceId',
}

const directoryFields: Readonly<Record<string, DeviceField>> = {
  id: 'directoryObjectId',
  deviceid: 'directoryDeviceId',
  displayname: 'serialNumber',
  manufacturer: 'manufacturer',
  model: 'model',
}

export function deviceRoutes(devices: Devices, links: Links, version: Version): readonly Route[] {
  const present = version === 'beta' ? presentBetaDevice : presentDevice
  return [
    [
      'GET',
      base,
      'devices.read',
      async (c, { tenantId }) => {
        const { query, ...rest } = parseListRequest(new URL(c.req.url), fields)
        const rows = await devices.list(tenantId, query)
        return c.json(listAnswer(rows, present, { envelope: links.list(c, set), ...rest }))
      },
    ],
    [
      'GET',
      `${base}/:id`,
      'devices.read',
      async (c, { tenantId }) => {
        const device = await findDevice(devices, tenantId, deviceId(parameter(c, 'id')))
        const { select } = parseListRequest(new URL(c.req.url), fields)
        return c.json({
          '@odata.context': links.entity(c, set),
          ...selected(present(device), select),
        })
      },
    ],
    [
      'DELETE',
      `${base}/:id`,
      'devices.write',
      async (c, { tenantId }) => {
        await removeDevice(devices, tenantId, deviceId(parameter(c, 'id')))
        return c.body(null, 204)
      },
    ],
    [
      'GET',
      '/devices',
      'directory-devices.read',
      async (c, { tenantId }) => {
        const { query, ...rest } = parseListRequest(new URL(c.req.url), directoryFields)
        const rows = await devices.list(tenantId, query)
        return c.json(
          listAnswer(rows, presentDirectoryDevice, { envelope: links.list(c, 'devices'), ...rest }),
        )
      },
    ],
    [
      'GET',
      '/devices/:id',
      'directory-devices.read',
      async (c, { tenantId }) => {
        const id = parameter(c, 'id')
        const device = parseUuid(id) && (await devices.findByDirectoryObject(tenantId, id))
        if (!device) throw deviceNotFound(id)
        const { select } = parseListRequest(new URL(c.req.url), directoryFields)
        const entity = selected(presentDirectoryDevice(device), select)
        return c.json({ '@odata.context': links.entity(c, 'devices'), ...entity })
      },
    ],
  ]
}

/** What is no id names no device. */
function deviceId(text: string): DeviceId {
  const id = parseUuid(text)
  if (id === undefined) throw deviceNotFound(text)
  return id as DeviceId
}
