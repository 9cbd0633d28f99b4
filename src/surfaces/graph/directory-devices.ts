/** `/devices`: the directory's object of each registration, made with it and gone with it. */
import { directoryDeviceType } from 'taxiway-autopilot/graph'
import { type Device, type Devices, deviceNotFound } from '../../core/devices/device.ts'
import { type DeviceField, deviceFieldTypes } from '../../core/devices/device-fields.ts'
import { DomainError } from '../../core/errors.ts'
import { parseUuid, type TenantId } from '../../core/ids.ts'
import { type EntitySet, type GraphVersion, readRoutes } from './entity-set.ts'
import { presentDirectoryDevice } from './present.ts'
import { parameter, type Route } from './routes.ts'

const fields: Readonly<Record<string, DeviceField>> = {
  id: 'directoryObjectId',
  deviceid: 'directoryDeviceId',
  displayname: 'directoryName',
  manufacturer: 'manufacturer',
  model: 'model',
  operatingsystem: 'operatingSystem',
  accountenabled: 'accountEnabled',
  trusttype: 'trustType',
  physicalids: 'physicalIds',
}

export function directoryDeviceSet(devices: Devices): EntitySet<Device, DeviceField> {
  return {
    path: 'devices',
    type: directoryDeviceType,
    read: 'directory-devices.read',
    fields,
    types: deviceFieldTypes,
    searchable: true,
    list: (tenantId, query) => devices.list(tenantId, query),
    find: (tenantId, id) => findByObject(devices, tenantId, id),
    present: async (rows) => rows.map(presentDirectoryDevice),
  }
}

export function directoryDeviceRoutes(devices: Devices, graph: GraphVersion): readonly Route[] {
  return [
    ...readRoutes(directoryDeviceSet(devices), graph),
    [
      'DELETE',
      '/devices/:id',
      'directory-devices.write',
      async (c, { tenantId }) => {
        const { serialNumber, id } = await findByObject(devices, tenantId, parameter(c, 'id'))
        // [observed: a registered device's object refuses, with 403]
        throw new DomainError(
          'not-permitted',
          `The device ${serialNumber} is registered for Windows Autopilot as ${id}. Delete that registration; this object goes with it.`,
        )
      },
    ],
  ]
}

async function findByObject(devices: Devices, tenantId: TenantId, id: string): Promise<Device> {
  const device = parseUuid(id) && (await devices.findByDirectoryObject(tenantId, id))
  if (!device) throw deviceNotFound(id)
  return device
}
