/** `/devices`: the directory's object of each registration, made with it and gone with it. */

import { directoryDeviceType } from 'taxiway-autopilot/graph'
import { type Device, type Devices, deviceNotFound } from '../../core/devices/device.ts'
import { type DeviceField, deviceFieldTypes } from '../../core/devices/device-field.ts'
import { DomainError } from '../../core/errors.ts'
import { type DirectoryObjectId, ids, type TenantId } from '../../core/ids.ts'
import { type Route, routesWith } from '../http/route.ts'
import { type EntitySet, type GraphVersion, readRoutes } from './entity-set.ts'
import { presentDirectoryDevice } from './present.ts'

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

type DirectoryDeviceDeps = { readonly devices: Devices }

const set: EntitySet<DirectoryDeviceDeps, Device, DeviceField, DirectoryObjectId> = {
  path: 'devices',
  type: directoryDeviceType,
  id: ids.directoryObject,
  read: 'directory-devices.read',
  fields,
  types: deviceFieldTypes,
  searchable: true,
  rows: ({ devices }) => ({
    list: (tenantId, query) => devices.list(tenantId, query),
    find: (tenantId, id) => findByObject(devices, tenantId, id),
    present: async (rows) => rows.map(presentDirectoryDevice),
  }),
}

const route = routesWith<DirectoryDeviceDeps>()

export function directoryDeviceRoutes(graph: GraphVersion): readonly Route<DirectoryDeviceDeps>[] {
  return [
    ...readRoutes(set, graph),
    route({
      method: 'DELETE',
      path: '/devices/:id',
      permission: 'directory-devices.write',
      audit: { category: 'Device', resource: 'Device' },
      async handle({ ports, caller, parameter }) {
        const asked = parameter('id', ids.directoryObject)
        const { serialNumber, id } = await findByObject(ports.devices, caller.tenantId, asked)
        // [observed: a registered device's object refuses, with 403]
        throw new DomainError(
          'not-permitted',
          `The device ${serialNumber} is registered for Windows Autopilot as ${id}. Delete that registration; this object goes with it.`,
        )
      },
    }),
  ]
}

async function findByObject(
  devices: Devices,
  tenantId: TenantId,
  id: DirectoryObjectId,
): Promise<Device> {
  const device = await devices.findByDirectoryObject(tenantId, id)
  if (!device) throw deviceNotFound(id)
  return device
}
