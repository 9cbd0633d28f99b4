/** `/deviceManagement/managedDevices`: devices under management, to the extent that registration clients use them. */

import type { BetaManagedDevice } from 'taxiway-autopilot'
import { enums, managedDeviceType, memberNames } from 'taxiway-autopilot/graph'
import { z } from 'zod'
import { checkDeviceName } from '../../core/devices/device-name.ts'
import { ids } from '../../core/ids.ts'
import {
  enrolDevice,
  type ManagedDeps,
  type ManagedDevice,
  type ManagedDeviceField,
  managedDeviceFieldTypes,
  removeDevice,
  retireDevice,
  syncDevice,
  wipeDevice,
} from '../../core/inventory/managed-device.ts'
import { changeRecord, type Stored } from '../../core/inventory/records.ts'
import type { WipeKind } from '../../core/inventory/wipe-kind.ts'
import { maxTextLength } from '../../core/storable-text.ts'
import { type Route, routesWith } from '../http/route.ts'
import { entityBody, type GraphVersion, readRoutes } from './entity-set.ts'
import { ofType } from './known-members.ts'
import { time } from './present-time.ts'
import { recordSet } from './record-routes.ts'

const path = 'deviceManagement/managedDevices'
const base = `/${path.toLowerCase()}`

const text = z
  .string()
  .max(maxTextLength)
  .regex(/^[^\0]*$/)
  .nullish()
  .transform((value) => value ?? '')

const enrollment = z
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
    joinType: z.enum(enums.joinType).default('azureADJoined'),
    managementAgent: z.enum(enums.managementAgentType).default('mdm'),
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
  lastsyncdatetime: 'syncedAt',
}

const set = recordSet<ManagedDeps, ManagedDevice, ManagedDeviceField>({
  path,
  type: managedDeviceType,
  counted: 'always',
  records: ({ managed }) => managed,
  read: 'managed-devices.read',
  fields,
  types: managedDeviceFieldTypes,
  present,
})
const audit = { category: 'Device', resource: 'ManagedDevice' } as const
const permission = 'managed-devices.write'
const acting = 'managed-devices.act'
const route = routesWith<ManagedDeps>()

const change = z.object({
  managedDeviceOwnerType: z.enum(['unknown', 'company', 'personal']).optional(),
  notes: z.string().max(maxTextLength).nullable().optional(),
})
const nameRequest = z.object({ deviceName: z.string() })
/** Of other systems than Windows nothing is looked at. */
const wipeRequest = z
  .object({
    keepEnrollmentData: z.boolean().nullish(),
    keepUserData: z.boolean().nullish(),
    macOsUnlockCode: z.string().nullish(),
    obliterationBehavior: z.string().nullish(),
    persistEsimDataPlan: z.boolean().nullish(),
    useProtectedWipe: z.boolean().nullish(),
  })
  .optional()

type Wish = NonNullable<z.output<typeof wipeRequest>>

const ofDevice = {
  type: 'microsoft.graph.managedDevice',
  ignored: memberNames(managedDeviceType, 'beta'),
}
ofType(enrollment, ofDevice)
ofType(change, ofDevice)
ofType(nameRequest, { type: 'the parameters of setDeviceName', ignored: [] })
ofType(wipeRequest, { type: 'the parameters of wipe', ignored: [], mayBeEmpty: true })

const renaming = route({
  method: 'POST',
  path: `${base}/:id/setdevicename`,
  permission: acting,
  audit: { ...audit, action: 'setDeviceName' },
  body: nameRequest,
  status: 204,
  async handle({ ports, caller, body: { deviceName }, parameter }) {
    checkDeviceName(deviceName)
    const of = { tenantId: caller.tenantId, id: parameter('id', ids.record) }
    await changeRecord(ports.managed, of, { deviceName })
    return undefined
  },
})

export function managedDeviceRoutes(graph: GraphVersion): readonly Route<ManagedDeps>[] {
  return [
    ...readRoutes(set, graph),
    route({
      method: 'POST',
      path: base,
      permission,
      audit,
      body: enrollment,
      status: 201,
      async handle(input) {
        const row = await enrolDevice(input.ports, input.caller.tenantId, input.body)
        return await entityBody(input, { set, graph, row })
      },
    }),
    route({
      method: 'DELETE',
      path: `${base}/:id`,
      permission,
      audit,
      status: 204,
      handle: ({ ports, caller, parameter }) =>
        removeDevice(ports, caller.tenantId, parameter('id', ids.record)),
    }),
    route({
      method: 'PATCH',
      path: `${base}/:id`,
      permission,
      audit,
      body: change,
      async handle(input) {
        const { ports, caller, body, parameter } = input
        const of = { tenantId: caller.tenantId, id: parameter('id', ids.record) }
        const { managedDeviceOwnerType: ownerType, notes } = body
        const row = await changeRecord(ports.managed, of, {
          ...(ownerType && { ownerType }),
          ...(notes !== undefined && { notes }),
        })
        return await entityBody(input, { set, graph, row })
      },
    }),
    route({
      method: 'POST',
      path: `${base}/:id/retire`,
      permission: acting,
      audit: { ...audit, action: 'retire' },
      status: 204,
      handle: ({ ports, caller, parameter }) =>
        retireDevice(ports, caller.tenantId, parameter('id', ids.record)),
    }),
    route({
      method: 'POST',
      path: `${base}/:id/syncdevice`,
      permission: acting,
      audit: { ...audit, action: 'syncDevice' },
      status: 204,
      handle: ({ ports, caller, parameter }) =>
        syncDevice(ports, caller.tenantId, parameter('id', ids.record)),
    }),
    ...(graph.version === 'beta' ? [renaming] : []),
    route({
      method: 'POST',
      path: `${base}/:id/wipe`,
      permission: acting,
      audit: { ...audit, action: 'wipe' },
      body: wipeRequest,
      status: 204,
      handle: ({ ports, caller, body, parameter }) =>
        wipeDevice(
          ports,
          { tenantId: caller.tenantId, id: parameter('id', ids.record) },
          kindOf(body ?? {}),
        ),
    }),
  ]
}

/** What is kept comes before how. */
function kindOf({ keepUserData, keepEnrollmentData, useProtectedWipe }: Wish): WipeKind {
  if (keepUserData === true) return 'keep-data'
  if (keepEnrollmentData === true) return 'keep-enrollment'
  return useProtectedWipe === true ? 'protected' : 'full'
}

/** Nothing judges compliance here. */
function present({ id, createdAt, members }: Stored<ManagedDevice>): BetaManagedDevice {
  return {
    id,
    userId: members.userId,
    deviceName: members.deviceName,
    managedDeviceOwnerType: members.ownerType,
    enrolledDateTime: time(createdAt),
    lastSyncDateTime: members.syncedAt ?? time(createdAt),
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
    managementAgent: (members.managementAgent ?? 'mdm') as BetaManagedDevice['managementAgent'],
    joinType: (members.joinType ?? 'azureADJoined') as BetaManagedDevice['joinType'],
  }
}
