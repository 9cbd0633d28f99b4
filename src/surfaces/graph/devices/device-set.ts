/** `/deviceManagement/windowsAutopilotDeviceIdentities` as a set: which properties can be queried and shown. */

import { deviceIdentityType } from 'taxiway-autopilot/graph'
import type { Caller } from '../../../core/access/caller.ts'
import type { Access } from '../../../core/access/decide.ts'
import { type Device, type Devices, findDevice } from '../../../core/devices/device.ts'
import { type DeviceField, deviceFieldTypes } from '../../../core/devices/device-field.ts'
import { deviceEtag } from '../../../core/devices/device-version.ts'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { DeviceId, TenantId } from '../../../core/ids.ts'
import {
  asksForProfile,
  type ProfiledField,
  profileFieldTypesOfDevice,
  withoutProfiles,
} from '../../../core/profiles/profile-filter.ts'
import type { Filter, ListQuery } from '../../../core/query.ts'
import { type Remediations, remediationOf } from '../../../core/repairs/remediation.ts'
import type { EntitySet } from '../entity-set.ts'
import type { Fidelity } from '../fidelity/fidelity.ts'
import type { Version } from '../odata/shape.ts'
import { presentProfile } from '../profiles/present-profile.ts'
import { type AssignmentDeps, profilesOf, statesOf } from '../profiles/profile-set.ts'
import { presentBetaDevice, presentDevice } from './present-device.ts'
import { pageBySerial } from './serial-pages.ts'

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

const betaFields: Readonly<Record<string, ProfiledField>> = {
  azureaddeviceid: 'directoryDeviceId',
  deploymentprofileassignmentstatus: 'profileStatus',
  'deploymentprofile/id': 'profileId',
}

export const deviceSetPath = 'deviceManagement/windowsAutopilotDeviceIdentities'

export type DeviceSetDeps = AssignmentDeps & {
  readonly access: Pick<Access, 'require'>
  readonly devices: Devices
  readonly fidelity: Fidelity
  readonly remediations: Remediations
}

export function deviceSet(
  version: Version,
): EntitySet<DeviceSetDeps, Device, ProfiledField, DeviceId> {
  return {
    path: deviceSetPath,
    // The same that `/admin/v1` says, so that an editor may read there and change here. Jobs change devices too.
    version: {
      of: deviceEtag,
      hold: ({ devices }, tenantId, id) => devices.hold(tenantId, id),
    },
    type: deviceIdentityType,
    id: ids.device,
    read: 'devices.read',
    counted: 'strict',
    fields: version === 'beta' ? { ...fields, ...betaFields } : fields,
    types: { ...deviceFieldTypes, ...profileFieldTypesOfDevice },
    unsetDates: ['lastContactedAt'],
    rows: (deps) => ({
      async list(tenantId, query) {
        const plain = await ofDevices(deps, tenantId, query)
        const list = (wanted: ListQuery<DeviceField>) =>
          deps.devices.list(tenantId, wanted, { removedToo: true })
        return deps.fidelity === 'strict' ? pageBySerial(list, stuckOnOne(plain)) : list(plain)
      },
      find: (tenantId, id) => findDevice(deps.devices, tenantId, id),
      async present(rows, tenantId) {
        if (version !== 'beta') return rows.map(presentDevice)
        const states = await statesOf(deps, rows, tenantId)
        const shown = rows.map(({ id }) => id)
        const signs = await deps.remediations.signs(tenantId, shown)
        return rows.map((row, i) => {
          const remediation = remediationOf(signs.get(row.id))
          return presentBetaDevice(row, { assignment: states[i], remediation }, deps.fidelity)
        })
      },
      expand: {
        deploymentProfile: (devices, _, caller) => expanded(deps, { devices, caller }, 'profileId'),
        intendedDeploymentProfile: (devices, _, caller) =>
          expanded(deps, { devices, caller }, 'intended'),
      },
    }),
  }
}

/** The same list, queried by what determines a device's profile. */
async function ofDevices(
  { plans, profiles, fidelity }: DeviceSetDeps,
  tenantId: TenantId,
  { filter, order = [], ...query }: ListQuery<ProfiledField>,
): Promise<ListQuery<DeviceField>> {
  const plainOrder = order.map(({ field, descending }) => {
    if (field !== 'profileStatus' && field !== 'profileId') return { field, descending }
    throw new DomainError('request-invalid', 'Invalid $orderby: not by the profile of a device.')
  })
  const rest = { ...query, ...(order.length > 0 && { order: plainOrder }) }
  if (filter === undefined) return rest
  if (!asksForProfile(filter)) return { ...rest, filter: filter as Filter<DeviceField> }
  const [plan, { rows }] = await Promise.all([
    plans.plan(tenantId),
    profiles.list(tenantId, { page: { limit: maxProfiles } }),
  ])
  const assigned = fidelity === 'strict' ? 'assignedUnkownSyncState' : 'assignedInSync'
  const profileIds = rows.map(({ id }) => id)
  return { ...rest, filter: withoutProfiles(filter, { plan, profileIds, assigned }) }
}

/** More than a tenant may have. [documented: 350] */
const maxProfiles = 1_000

/** With `$top=1` the link to the next page leads to the same one. [observed: microsoft-graph-docs#8186] */
function stuckOnOne(query: ListQuery<DeviceField>): ListQuery<DeviceField> {
  const { after: _, ...page } = query.page
  return page.limit === 1 ? { ...query, page } : query
}

async function expanded(
  deps: DeviceSetDeps,
  { devices, caller }: { devices: readonly Device[]; caller: Caller },
  which: 'profileId' | 'intended',
): Promise<readonly unknown[]> {
  // As the same profile asks for it at its own address.
  await deps.access.require(caller, 'profiles.read')
  const { tenantId } = caller
  const profiles = await profilesOf(deps, { devices, tenantId }, which)
  return profiles.map((profile) => profile && presentProfile(profile))
}
