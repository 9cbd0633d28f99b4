/** Registered devices as Graph shows them, page by page. */

import type { BetaDeviceIdentity, DeviceIdentity } from 'taxiway-autopilot'
import type { Graph } from 'taxiway-graph-client'
import type { Column } from '../terminal/column.ts'
import { profilesPath } from './profiles.ts'

export const devicesPath = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'
export const betaDevicesPath = devicesPath.replace('/v1.0/', '/beta/')

/** As beta shows them, with what came of their deployment profile. */
export const profiledDeviceColumns: readonly Column<BetaDeviceIdentity>[] = [
  { key: 'serialNumber', title: 'Serial number' },
  { key: 'manufacturer', title: 'Manufacturer' },
  { key: 'model', title: 'Model' },
  { key: 'groupTag', title: 'Group tag' },
  { key: 'userPrincipalName', title: 'Assigned user' },
  { key: 'enrollmentState', title: 'Enrollment' },
  { key: 'deploymentProfileAssignmentStatus', title: 'Profile' },
  { key: 'id', title: 'Id' },
]

/** The same pages, from beta; with `profileId`, those of the devices that have that profile. */
export function profiledDevicePages(
  graph: Graph,
  {
    filter,
    profileId,
  }: { readonly filter?: string | undefined; readonly profileId?: string | undefined },
): AsyncGenerator<readonly BetaDeviceIdentity[]> {
  const query = filter === undefined ? '' : `?$filter=${encodeURIComponent(filter)}`
  const path =
    profileId === undefined ? betaDevicesPath : `${profilesPath}/${profileId}/assignedDevices`
  return graph.pages(path + query)
}

/** Pages of devices; `filter` is an OData expression, absent means all. */
export function devicePages(
  graph: Graph,
  filter?: string,
): AsyncGenerator<readonly DeviceIdentity[]> {
  const query = filter === undefined ? '' : `?$filter=${encodeURIComponent(filter)}`
  return graph.pages(devicesPath + query)
}
