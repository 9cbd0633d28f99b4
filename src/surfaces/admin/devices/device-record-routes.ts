/** Everything that a tenant holds about one device, in one answer; what the caller may not read is left empty. */
import { findDevice } from '../../../core/devices/device.ts'
import { ids } from '../../../core/id-kinds.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { deviceRecordAnswer } from './device-record-contract.ts'
import {
  type DeviceRecordDeps,
  identityOf,
  neighboursOf,
  papersOf,
  repairedOf,
  tupleOf,
} from './read-device-record.ts'

const route = routesWith<DeviceRecordDeps>()

export const deviceRecordRoutes: readonly Route<DeviceRecordDeps>[] = [
  route({
    method: 'GET',
    path: '/devices/:id/record',
    permission: 'devices.read',
    summary: 'Everything that the tenant holds about the device, as far as the caller may read it.',
    answer: deviceRecordAnswer,
    async handle(input) {
      const { ports, caller, parameter } = input
      const device = await findDevice(ports.devices, caller.tenantId, parameter('id', ids.device))
      return {
        registrationId: device.id,
        tuple: tupleOf(device),
        ...(await identityOf(ports, device)),
        ...(await neighboursOf(input, device)),
        ...(await papersOf(input, device)),
        ...(await repairedOf(input, device)),
      }
    },
  }),
]
