/** The devices that a profile is for, as a list under the profile (beta). */
import type { Device } from '../../../core/devices/device.ts'
import type { DeviceField } from '../../../core/devices/device-field.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { DeviceId } from '../../../core/ids.ts'
import { devicesOfProfile } from '../../../core/profiles/choose.ts'
import { findProfile } from '../../../core/profiles/profile.ts'
import type { Filter } from '../../../core/query.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { type GraphVersion, listBody, type SetRows } from '../entity-set.ts'
import { type ProfileRouteDeps, profileSetPath } from '../profiles/profile-set.ts'
import { deviceSet } from './device-set.ts'

const route = routesWith<ProfileRouteDeps>()

export function assignedDevicesRoute(graph: GraphVersion): Route<ProfileRouteDeps> {
  const devices = deviceSet(graph.version)
  return route({
    method: 'GET',
    path: `/${profileSetPath.toLowerCase()}/:id/assigneddevices`,
    permission: 'devices.read',
    async handle(input) {
      const { ports, caller, parameter } = input
      const asked = parameter('id', ids.profile)
      const { id } = await findProfile(ports.profiles, caller.tenantId, asked)
      const chosen = devicesOfProfile(await ports.plans.plan(caller.tenantId), id)
      const those = {
        ...devices,
        path: `${profileSetPath}('${id}')/assignedDevices`,
        rows: (own: ProfileRouteDeps) => within(devices.rows(own), chosen),
      }
      return await listBody(input, those, graph)
    },
  })
}

function within(
  rows: SetRows<Device, DeviceField, DeviceId>,
  chosen: Filter<DeviceField>,
): SetRows<Device, DeviceField, DeviceId> {
  return {
    ...rows,
    list: (tenantId, { filter, ...query }) =>
      rows.list(tenantId, {
        ...query,
        filter: filter === undefined ? chosen : { kind: 'and', parts: [chosen, filter] },
      }),
  }
}
