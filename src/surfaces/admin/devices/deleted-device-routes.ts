/** Deleted devices: listed, restored, and released before their time; and registered ones that are released at once. */
import type { DeviceResults } from 'taxiway-autopilot/admin'
import { nameOfCaller } from '../../../core/access/caller.ts'
import { currentScope } from '../../../core/acting.ts'
import type { AdmitAct } from '../../../core/approvals/admit-act.ts'
import {
  type DeletedDevices,
  findDeleted,
  restoreDevice,
  restoreDevices,
} from '../../../core/devices/deleted-device.ts'
import type { Device, Devices } from '../../../core/devices/device.ts'
import {
  type Certification,
  releaseDeleted,
  releaseDevices,
} from '../../../core/devices/release-devices.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { DeviceId } from '../../../core/ids.ts'
import { type Route, routesWith } from '../../http/route.ts'
import {
  deletedDeviceAnswer,
  deletedDevicePage,
  deletedDeviceQuery,
  deviceIds,
  deviceResults,
  presentDeleted,
} from './deleted-device-contract.ts'

export type DeletedDeviceDeps = {
  readonly deleted: DeletedDevices
  readonly devices: Devices
  readonly admit: AdmitAct
  readonly certification: Certification
}

const audit = { category: 'Enrollment', resource: 'WindowsAutopilotDeviceIdentity' } as const
const route = routesWith<DeletedDeviceDeps>()

export const deletedDeviceRoutes: readonly Route<DeletedDeviceDeps>[] = [
  route({
    method: 'GET',
    path: '/deleted-devices',
    permission: 'devices.read',
    summary: 'Devices deleted in the last 30 days, the newest first, and what became of them.',
    query: deletedDeviceQuery,
    answer: deletedDevicePage,
    handle: async ({ ports, caller, query: { cursor, limit, q, ...query } }) => {
      const page = { limit, ...(cursor !== undefined && { after: cursor }) }
      const wanted = { ...query, text: q, page }
      const { rows, next } = await ports.deleted.list(caller.tenantId, wanted, currentScope())
      return { value: rows.map(presentDeleted), ...(next !== undefined && { next }) }
    },
  }),
  route({
    method: 'GET',
    path: '/deleted-devices/:id',
    permission: 'devices.read',
    summary: 'One deleted device, by the id of its registration.',
    answer: deletedDeviceAnswer,
    handle: async ({ ports, caller, parameter }) =>
      presentDeleted(
        await findDeleted(ports.deleted, caller.tenantId, parameter('id', ids.device)),
      ),
  }),
  route({
    method: 'POST',
    path: '/deleted-devices/restore',
    permission: 'devices.update',
    audit: { ...audit, action: 'restore' },
    summary: 'Restore deleted devices, each exactly as it was; at most 1,000 at once.',
    body: deviceIds,
    answer: deviceResults,
    handle: async ({ ports, caller, body }) => {
      const how = { ids: body.ids, by: nameOfCaller(caller) }
      const back = await restoreDevices(ports.deleted, caller.tenantId, how)
      return resultsOf(body.ids, back, 'There is no deleted device with this id that is reserved.')
    },
  }),
  route({
    method: 'POST',
    path: '/deleted-devices/:id/restore',
    permission: 'devices.update',
    audit: { ...audit, action: 'restore' },
    summary: 'Restore a deleted device exactly as it was, under the same id.',
    answer: deletedDeviceAnswer,
    handle: async ({ ports, caller, parameter }) => {
      const id = parameter('id', ids.device)
      await restoreDevice(ports.deleted, caller.tenantId, { id, by: nameOfCaller(caller) })
      return presentDeleted(await findDeleted(ports.deleted, caller.tenantId, id))
    },
  }),
  route({
    method: 'POST',
    path: '/deleted-devices/:id/release',
    permission: 'devices.release',
    audit: { ...audit, action: 'release' },
    summary: 'End the reservation of a deleted device: its next owner may register it.',
    answer: deletedDeviceAnswer,
    handle: async ({ ports, caller, parameter }) => {
      const id = parameter('id', ids.device)
      await releaseDeleted(ports, caller.tenantId, { id, by: nameOfCaller(caller) })
      return presentDeleted(await findDeleted(ports.deleted, caller.tenantId, id))
    },
  }),
  route({
    method: 'POST',
    path: '/releases',
    permission: 'devices.release',
    audit: { ...audit, action: 'release' },
    summary:
      'Delete registrations and release the devices at once: their next owners may register them, and this cannot be undone. At most 1,000 at once.',
    body: deviceIds,
    answer: deviceResults,
    handle: async ({ ports, caller, body }) => {
      const gone = await releaseDevices(ports, caller.tenantId, body.ids)
      return resultsOf(body.ids, gone, 'There is no Windows Autopilot device with this id.')
    },
  }),
]

function resultsOf(
  asked: readonly DeviceId[],
  done: readonly Device[],
  otherwise: string,
): DeviceResults {
  const ofDone = new Set(done.map(({ id }) => id))
  return {
    value: [...new Set(asked)].map((id) =>
      ofDone.has(id)
        ? { id, state: 'done', reason: null }
        : { id, state: 'refused', reason: otherwise },
    ),
  }
}
