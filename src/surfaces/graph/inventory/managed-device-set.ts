/** Managed devices as a set of Graph: which members can be queried, and how each is presented. */
import type { BetaManagedDevice } from 'taxiway-autopilot'
import { managedDeviceType } from 'taxiway-autopilot/graph'
import {
  type ManagedDeps,
  type ManagedDevice,
  type ManagedDeviceField,
  managedDeviceFieldTypes,
} from '../../../core/inventory/managed-device.ts'
import type { Stored } from '../../../core/inventory/records.ts'
import { time } from '../present-time.ts'
import { recordSet } from '../record-routes.ts'

export const path = 'deviceManagement/managedDevices'

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
  emailaddress: 'userPrincipalName',
  userdisplayname: 'userDisplayName',
  userid: 'userId',
  notes: 'notes',
  enrollmentprofilename: 'enrollmentProfileName',
  azureaddeviceid: 'directoryDeviceId',
  manageddeviceownertype: 'ownerType',
  enrolleddatetime: 'createdAt',
  lastsyncdatetime: 'syncedAt',
}

export const set = recordSet<ManagedDeps, ManagedDevice, ManagedDeviceField>({
  path,
  type: managedDeviceType,
  counted: 'always',
  records: ({ managed }) => managed,
  read: 'managed-devices.read',
  fields,
  types: managedDeviceFieldTypes,
  present,
})

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
