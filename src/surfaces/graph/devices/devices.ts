/** Routes of `/deviceManagement/windowsAutopilotDeviceIdentities`. */
import { checkAssignedUser } from '../../../core/devices/assigned-user.ts'
import { changeDevice } from '../../../core/devices/change-device.ts'
import { deleteDevices } from '../../../core/devices/delete-devices.ts'
import { describeDevice } from '../../../core/devices/describe-device.ts'
import { removeDevice } from '../../../core/devices/device.ts'
import { ids } from '../../../core/id-kinds.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { annotationsOf, plainTexts } from '../bodies/plain-texts.ts'
import { entityBody, type GraphVersion, readRoutes } from '../entity-set.ts'
import { nothingToDelete } from '../fidelity/strict.ts'
import { actionRoutes } from './device-actions.ts'
import { changeOf, type DeviceDeps, userWarning, withoutAbsent } from './device-change.ts'
import { deleteDevicesRequest, descriptionRequest, entityChangeRequest } from './device-requests.ts'
import { deviceSet, deviceSetPath } from './device-set.ts'
import { presentDeletion } from './present-device.ts'

const base = `/${deviceSetPath.toLowerCase()}`
const audit = { category: 'Enrollment', resource: 'WindowsAutopilotDeviceIdentity' } as const
const route = routesWith<DeviceDeps>()

export function deviceRoutes(graph: GraphVersion): readonly Route<DeviceDeps>[] {
  const set = deviceSet(graph.version)
  return [
    route({
      method: 'POST',
      path: `${base}/deletedevices`,
      permission: 'devices.delete',
      audit: { ...audit, action: 'deleteDevices' },
      body: deleteDevicesRequest,
      async handle({ ports, caller, body, request }) {
        const verdicts = await deleteDevices(ports.devices, caller.tenantId, body.serialNumbers)
        const context = 'Collection(microsoft.graph.deletedWindowsAutopilotDeviceState)'
        return {
          '@odata.context': graph.links.context(request, context),
          value: verdicts.map(presentDeletion),
        }
      },
    }),
    ...readRoutes(set, graph),
    route({
      method: 'POST',
      path: base,
      permission: 'devices.import',
      audit,
      body: descriptionRequest,
      status: 201,
      async handle(input) {
        const { ports, caller, body } = input
        const { texts, rewritten } = plainTexts(body, graph.fidelity)
        await checkAssignedUser(ports, caller.tenantId, body.userPrincipalName)
        const row = await describeDevice(ports.devices, caller.tenantId, texts)
        return { ...(await entityBody(input, { set, graph, row })), ...annotationsOf(rewritten) }
      },
    }),
    route({
      method: 'PATCH',
      path: `${base}/:id`,
      permission: 'devices.update',
      audit,
      body: entityChangeRequest,
      async handle(input) {
        const { ports, body } = input
        const { texts, rewritten } = plainTexts(withoutAbsent(body), graph.fidelity)
        const change = changeOf(input)
        await userWarning(ports, change, body.userPrincipalName)
        const row = await changeDevice(change, texts)
        return { ...(await entityBody(input, { set, graph, row })), ...annotationsOf(rewritten) }
      },
    }),
    route({
      method: 'DELETE',
      path: `${base}/:id`,
      permission: 'devices.delete',
      audit,
      status: 204,
      async handle({ ports, caller: { tenantId }, parameter }) {
        const id = parameter('id', ids.device)
        const isStrict = graph.fidelity === 'strict'
        if (isStrict && (await ports.devices.find(tenantId, id)) === undefined)
          throw nothingToDelete(id, tenantId)
        await removeDevice(ports.devices, tenantId, id)
      },
    }),
    ...[
      base,
      ...(graph.version === 'beta' ? [`${base}/:owner/deploymentprofile/assigneddevices`] : []),
    ].flatMap((path) => actionRoutes(path, graph)),
  ]
}
