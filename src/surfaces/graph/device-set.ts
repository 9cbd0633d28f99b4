/** `/deviceManagement/windowsAutopilotDeviceIdentities` as a set: what of a registration is asked for and shown. */

import { deviceIdentityType } from 'taxiway-autopilot/graph'
import { type Device, type Devices, findDevice } from '../../core/devices/device.ts'
import { type DeviceField, deviceFieldTypes } from '../../core/devices/device-field.ts'
import { type DeviceId, ids, type TenantId } from '../../core/ids.ts'
import type { ListQuery } from '../../core/query.ts'
import type { EntitySet } from './entity-set.ts'
import type { Fidelity } from './fidelity.ts'
import type { Version } from './odata/shape.ts'
import { presentBetaDevice, presentDevice } from './present.ts'
import { presentProfile } from './present-profile.ts'
import { type AssignmentDeps, profilesOf, statesOf } from './profile-set.ts'

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

export type DeviceSetDeps = AssignmentDeps & {
  readonly devices: Devices
  readonly fidelity: Fidelity
}

export function deviceSet(
  version: Version,
): EntitySet<DeviceSetDeps, Device, DeviceField, DeviceId> {
  return {
    path: deviceSetPath,
    type: deviceIdentityType,
    id: ids.device,
    read: 'devices.read',
    fields: version === 'beta' ? { ...fields, azureaddeviceid: 'directoryDeviceId' } : fields,
    types: deviceFieldTypes,
    rows: (deps) => ({
      list: (tenantId, query) =>
        deps.devices.list(tenantId, deps.fidelity === 'strict' ? stuckOnOne(query) : query),
      find: (tenantId, id) => findDevice(deps.devices, tenantId, id),
      async present(rows, tenantId) {
        if (version !== 'beta') return rows.map(presentDevice)
        const states = await statesOf(deps, rows, tenantId)
        return rows.map((row, i) => presentBetaDevice(row, states[i], deps.fidelity))
      },
      expand: {
        deploymentProfile: (devices, tenantId) =>
          expanded(deps, { devices, tenantId }, 'profileId'),
        intendedDeploymentProfile: (devices, tenantId) =>
          expanded(deps, { devices, tenantId }, 'intended'),
      },
    }),
  }
}

/** With `$top=1` the link to the next page leads to the same one. [observed: microsoft-graph-docs#8186] */
function stuckOnOne(query: ListQuery<DeviceField>): ListQuery<DeviceField> {
  const { after: _, ...page } = query.page
  return page.limit === 1 ? { ...query, page } : query
}

async function expanded(
  deps: DeviceSetDeps,
  of: { devices: readonly Device[]; tenantId: TenantId },
  which: 'profileId' | 'intended',
): Promise<readonly unknown[]> {
  const profiles = await profilesOf(deps, of, which)
  return profiles.map((profile) => profile && presentProfile(profile))
}
