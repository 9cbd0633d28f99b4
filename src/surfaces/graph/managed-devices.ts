/** `/deviceManagement/managedDevices`: devices under management, as far as clients of registration use them. */

import type { ManagedDevice as WireDevice } from 'taxiway-autopilot'
import { managedDeviceType } from 'taxiway-autopilot/graph'
import { z } from 'zod'
import {
  enrolDevice,
  type ManagedDeps,
  type ManagedDevice,
  type ManagedDeviceField,
  managedDeviceFieldTypes,
  retireDevice,
  wipeDevice,
} from '../../core/inventory/managed-device.ts'
import type { Stored } from '../../core/inventory/records.ts'
import { maxTextLength } from '../../core/storable-text.ts'
import { readBody } from './body.ts'
import { entityBody, type GraphVersion, readRoutes } from './entity-set.ts'
import { time } from './present-time.ts'
import { recordSet } from './record-routes.ts'
import { parameter, type Route } from './routes.ts'

const path = 'deviceManagement/managedDevices'
const base = `/${path.toLowerCase()}`

const text = z
  .string()
  .max(maxTextLength)
  .regex(/^[^\0]*$/)
  .nullish()
  .transform((value) => value ?? '')

const enrolment = z
  .object({
    deviceName: text,
    serialNumber: text,
    manufacturer: text,
    model: text,
    operatingSystem: text,
    osVersion: text,
    userPrincipalName: text,
    userId: text,
    userDisplayName: text,
    azureADDeviceId: text,
    notes: text,
    enrollmentProfileName: text,
    managedDeviceOwnerType: z.enum(['unknown', 'company', 'personal']).default('company'),
  })
  .transform(({ azureADDeviceId, managedDeviceOwnerType, ...rest }) => ({
    ...rest,
    operatingSystem: rest.operatingSystem || 'Windows',
    directoryDeviceId: azureADDeviceId,
    ownerType: managedDeviceOwnerType,
  }))

const fields: Readonly<Record<string, ManagedDeviceField>> = {
  id: 'id',
  devicename: 'deviceName',
  manageddevicename: 'deviceName',
  serialnumber: 'serialNumber',
  manufacturer: 'manufacturer',
  model: 'model',
  operatingsystem: 'operatingSystem',
  osversion: 'osVersion',
  userprincipalname: 'userPrincipalName',
  userid: 'userId',
  azureaddeviceid: 'directoryDeviceId',
  manageddeviceownertype: 'ownerType',
  enrolleddatetime: 'createdAt',
}

export function managedDeviceRoutes(deps: ManagedDeps, graph: GraphVersion): readonly Route[] {
  const set = recordSet<ManagedDevice, ManagedDeviceField>({
    path,
    type: managedDeviceType,
    records: deps.managed,
    read: 'managed-devices.read',
    fields,
    types: managedDeviceFieldTypes,
    present,
  })
  return [
    ...readRoutes(set, graph),
    [
      'POST',
      base,
      'managed-devices.write',
      async (c, { tenantId }) => {
        const row = await enrolDevice(deps, tenantId, await readBody(c, enrolment))
        return c.json(await entityBody(c, { set, graph, row, tenantId }), 201)
      },
    ],
    [
      'DELETE',
      `${base}/:id`,
      'managed-devices.write',
      async (c, { tenantId }) => {
        await retireDevice(deps, tenantId, parameter(c, 'id'))
        return c.body(null, 204)
      },
    ],
    [
      'POST',
      `${base}/:id/wipe`,
      'managed-devices.write',
      async (c, { tenantId }) => {
        await wipeDevice(deps, tenantId, parameter(c, 'id'))
        return c.body(null, 204)
      },
    ],
  ]
}

/** Nothing judges compliance here, and nothing syncs after the enrolment. */
function present({ id, createdAt, members }: Stored<ManagedDevice>): WireDevice {
  return {
    id,
    userId: members.userId,
    deviceName: members.deviceName,
    managedDeviceOwnerType: members.ownerType,
    enrolledDateTime: time(createdAt),
    lastSyncDateTime: time(createdAt),
    operatingSystem: members.operatingSystem,
    osVersion: members.osVersion,
    complianceState: 'unknown',
    azureADRegistered: members.directoryDeviceId !== '',
    azureADDeviceId: members.directoryDeviceId,
    emailAddress: members.userPrincipalName,
    userDisplayName: members.userDisplayName,
    userPrincipalName: members.userPrincipalName,
    model: members.model,
    manufacturer: members.manufacturer,
    serialNumber: members.serialNumber,
    managedDeviceName: members.deviceName,
    enrollmentProfileName: members.enrollmentProfileName,
    notes: members.notes,
  }
}
