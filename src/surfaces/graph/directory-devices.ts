/** `/devices`: the directory's object of each registration, made with it and gone with it. */

import { directoryDeviceType } from 'taxiway-autopilot/graph'
import type { Device, Devices } from '../../core/devices/device.ts'
import { type DeviceField, deviceFieldTypes } from '../../core/devices/device-field.ts'
import { DomainError } from '../../core/errors.ts'
import { type DirectoryDeviceKey, ids, type TenantId } from '../../core/ids.ts'
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

const set: EntitySet<DirectoryDeviceDeps, Device, DeviceField, DirectoryDeviceKey> = {
  path: 'devices',
  type: directoryDeviceType,
  id: ids.directoryDevice,
  read: 'directory-devices.read',
  fields,
  types: deviceFieldTypes,
  searchable: true,
  strictPageSize: 100,
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
        const asked = parameter('id', ids.directoryDevice)
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

/** The device that an id of a directory object, or a deviceId that is named, belongs to. */
export async function findByObject(
  devices: Devices,
  tenantId: TenantId,
  key: DirectoryDeviceKey,
): Promise<Device> {
  const byDeviceId = key.startsWith('deviceid=')
  const id = key.slice(key.indexOf('=') + 1)
  const found = byDeviceId
    ? await ofDeviceId(devices, tenantId, id)
    : await devices.findByDirectoryObject(tenantId, id)
  if (found !== undefined) return found
  // The commonest mistake: the deviceId in the place of the id.
  const mistaken = byDeviceId ? undefined : await ofDeviceId(devices, tenantId, id)
  throw new DomainError(
    'not-found',
    mistaken === undefined
      ? `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`
      : `There is no directory device with the id '${id}'; it is the deviceId of one. Ask for /devices(deviceId='${id}').`,
  )
}

async function ofDeviceId(
  devices: Devices,
  tenantId: TenantId,
  deviceId: string,
): Promise<Device | undefined> {
  const filter = { kind: 'compare', field: 'directoryDeviceId', op: 'eq', value: deviceId } as const
  return (await devices.list(tenantId, { filter, page: { limit: 1 } })).rows[0]
}
