/** `/deviceManagement/managedDevices`: devices under management, to the extent that registration clients use them. */
import { checkDeviceName } from '../../../core/devices/device-name.ts'
import { ids } from '../../../core/id-kinds.ts'
import {
  enrollDevice,
  type ManagedDeps,
  removeDevice,
  retireDevice,
  syncDevice,
  wipeDevice,
} from '../../../core/inventory/managed-device.ts'
import { changeRecord } from '../../../core/inventory/records.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { entityBody, type GraphVersion, readRoutes } from '../entity-set.ts'
import { change, enrollment, kindOf, nameRequest, wipeRequest } from './managed-device-requests.ts'
import { path, set } from './managed-device-set.ts'

const base = `/${path.toLowerCase()}`

const audit = { category: 'Device', resource: 'ManagedDevice' } as const
const permission = 'managed-devices.write'
const acting = 'managed-devices.act'
const route = routesWith<ManagedDeps>()

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
        const row = await enrollDevice(input.ports, input.caller.tenantId, input.body)
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
