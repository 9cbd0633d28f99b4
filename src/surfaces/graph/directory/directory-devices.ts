/** `/devices`: the directory object of each registration, created and deleted with it. */

import { directoryDeviceType } from 'taxiway-autopilot/graph'
import { z } from 'zod'
import {
  changeDirectoryDevice,
  type DirectoryChange,
} from '../../../core/devices/change-directory-device.ts'
import type { Device, Devices } from '../../../core/devices/device.ts'
import { type DeviceField, deviceFieldTypes } from '../../../core/devices/device-field.ts'
import {
  type ExtensionAttribute,
  extensionAttributeNames,
} from '../../../core/devices/directory-attributes.ts'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { DirectoryDeviceKey, TenantId } from '../../../core/ids.ts'
import { maxTextLength } from '../../../core/storable-text.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { ofType } from '../bodies/known-members.ts'
import { type EntitySet, type GraphVersion, readRoutes } from '../entity-set.ts'
import { presentDirectoryDevice } from './present-directory-device.ts'

const fields: Readonly<Record<string, DeviceField>> = {
  id: 'directoryObjectId',
  deviceid: 'directoryDeviceId',
  displayname: 'directoryName',
  manufacturer: 'manufacturer',
  model: 'model',
  operatingsystem: 'operatingSystem',
  accountenabled: 'accountEnabled',
  trusttype: 'trustType',
  operatingsystemversion: 'osVersion',
  profiletype: 'profileType',
  ismanaged: 'isManaged',
  iscompliant: 'isCompliant',
  isrooted: 'rootedAsGiven',
  managementtype: 'managementType',
  mdmappid: 'managementAppId',
  devicecategory: 'deviceCategory',
  deviceownership: 'ownershipAsGiven',
  enrollmentprofilename: 'enrollmentProfileName',
  ...Object.fromEntries(
    extensionAttributeNames.map((name) => [`extensionattributes/${name.toLowerCase()}`, name]),
  ),
  physicalids: 'physicalIds',
}

type DirectoryDeviceDeps = { readonly devices: Devices; readonly now: () => Date }

export const directoryDeviceSet: EntitySet<
  DirectoryDeviceDeps,
  Device,
  DeviceField,
  DirectoryDeviceKey
> = {
  path: 'devices',
  type: directoryDeviceType,
  id: ids.directoryDevice,
  read: 'directory-devices.read',
  fields,
  types: deviceFieldTypes,
  searchable: true,
  ofDirectory: true,
  rows: ({ devices }) => ({
    list: (tenantId, query) => devices.list(tenantId, query),
    find: (tenantId, id) => findByObject(devices, tenantId, id),
    present: async (rows) => rows.map(presentDirectoryDevice),
  }),
}

const text = z
  .string()
  .max(maxTextLength)
  .regex(/^[^\0]*$/)
  .nullish()
const flag = z.boolean().nullish()
const extensions = z.object(
  Object.fromEntries(extensionAttributeNames.map((name) => [name, text])) as Record<
    ExtensionAttribute,
    typeof text
  >,
)

const deviceChange = z.object({
  accountEnabled: flag,
  isCompliant: flag,
  isManaged: flag,
  isRooted: flag,
  operatingSystemVersion: text,
  deviceCategory: text,
  deviceOwnership: text,
  enrollmentProfileName: text,
  managementType: text,
  mdmAppId: text,
  profileType: text,
  extensionAttributes: extensions.nullish(),
})
// Decided by the registration. [documented: device-update names what may change]
ofType(deviceChange, { type: 'microsoft.graph.device', ignored: ['id', 'deviceId'] })
ofType(extensions, { type: 'microsoft.graph.onPremisesExtensionAttributes', ignored: [] })

function directoryChange(body: z.output<typeof deviceChange>): DirectoryChange {
  const { extensionAttributes, mdmAppId, ...rest } = body
  const given = { ...rest, managementAppId: mdmAppId, ...extensionAttributes }
  const named = Object.entries(given).filter(([, value]) => value !== undefined)
  return Object.fromEntries(
    named.map(([name, value]) => [name, value === null ? null : String(value)]),
  )
}

const route = routesWith<DirectoryDeviceDeps>()

export function directoryDeviceRoutes(graph: GraphVersion): readonly Route<DirectoryDeviceDeps>[] {
  return [
    ...readRoutes(directoryDeviceSet, graph),
    route({
      method: 'PATCH',
      path: '/devices/:id',
      permission: 'directory-devices.write',
      audit: { category: 'Device', resource: 'Device' },
      body: deviceChange,
      status: 204,
      async handle({ ports, caller, body, parameter }) {
        const id = parameter('id', ids.directoryDevice)
        const device = await findByObject(ports.devices, caller.tenantId, id)
        await changeDirectoryDevice(ports, device, directoryChange(body))
        return undefined
      },
    }),
    route({
      method: 'DELETE',
      path: '/devices/:id',
      permission: 'directory-devices.write',
      audit: { category: 'Device', resource: 'Device' },
      async handle({ ports, caller, parameter }) {
        const asked = parameter('id', ids.directoryDevice)
        const { serialNumber, id } = await findByObject(ports.devices, caller.tenantId, asked)
        // [observed: deleting the object of a registered device is refused, with 403]
        throw new DomainError(
          'not-permitted',
          `The device ${serialNumber} is registered for Windows Autopilot as ${id}. Delete that registration; this object goes with it.`,
        )
      },
    }),
  ]
}

/** The device with that directory object id, or with that deviceId if it is named as such. */
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
  // The most common mistake: a deviceId instead of the id.
  const mistaken = byDeviceId ? undefined : await ofDeviceId(devices, tenantId, id)
  throw new DomainError(
    'not-found',
    mistaken === undefined
      ? `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`
      : `There is no directory device with the id '${id}'; it is the deviceId of one. Ask for /devices(deviceId='${id}').`,
  )
}

export async function ofDeviceId(
  devices: Devices,
  tenantId: TenantId,
  deviceId: string,
): Promise<Device | undefined> {
  const filter = { kind: 'compare', field: 'directoryDeviceId', op: 'eq', value: deviceId } as const
  return (await devices.list(tenantId, { filter, page: { limit: 1 } })).rows[0]
}
