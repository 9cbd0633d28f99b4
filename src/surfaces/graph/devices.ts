/** Routes of `/deviceManagement/windowsAutopilotDeviceIdentities`. */
import type { Context } from 'hono'
import {
  allowNextEnrollment,
  assignResourceAccount,
  assignUser,
  type Change,
  changeDevice,
  type Properties,
  unassignResourceAccount,
  unassignUser,
} from '../../core/devices/change-device.ts'
import { deleteDevices } from '../../core/devices/delete-devices.ts'
import { describeDevice } from '../../core/devices/describe-device.ts'
import type { Device } from '../../core/devices/device.ts'
import { type Devices, removeDevice } from '../../core/devices/device.ts'
import type { DeviceField } from '../../core/devices/device-fields.ts'
import type { RequestEnv } from '../http/request-context.ts'
import { readBody } from './body.ts'
import {
  deleteDevicesRequest,
  descriptionRequest,
  entityChangeRequest,
  propertiesRequest,
  resourceAccountRequest,
  userRequest,
} from './device-requests.ts'
import { deviceId, deviceSetPath } from './device-set.ts'
import { type EntitySet, entityBody, type GraphVersion, readRoutes } from './entity-set.ts'
import { presentDeletion } from './present.ts'
import { parameter, type Route } from './routes.ts'

export type DeviceDeps = {
  readonly devices: Devices
  readonly now: () => Date
}

const base = `/${deviceSetPath.toLowerCase()}`

export function deviceRoutes(
  deps: DeviceDeps,
  set: EntitySet<Device, DeviceField>,
  graph: GraphVersion,
): readonly Route[] {
  const { devices } = deps
  return [
    [
      'POST',
      `${base}/deletedevices`,
      'devices.delete',
      async (c, { tenantId }) => {
        const { serialNumbers } = await readBody(c, deleteDevicesRequest)
        const verdicts = await deleteDevices(devices, tenantId, serialNumbers)
        const context = 'Collection(microsoft.graph.deletedWindowsAutopilotDeviceState)'
        return c.json({
          '@odata.context': graph.links.context(c, context),
          value: verdicts.map(presentDeletion),
        })
      },
    ],
    ...readRoutes(set, graph),
    [
      'POST',
      base,
      'devices.import',
      async (c, { tenantId }) => {
        const row = await describeDevice(devices, tenantId, await readBody(c, descriptionRequest))
        return c.json(await entityBody(c, { set, graph, row, tenantId }), 201)
      },
    ],
    [
      'PATCH',
      `${base}/:id`,
      'devices.update',
      async (c, { tenantId }) => {
        const given = withoutAbsent(await readBody(c, entityChangeRequest))
        const row = await changeDevice(changeOf(c, deps), given)
        return c.json(await entityBody(c, { set, graph, row, tenantId }))
      },
    ],
    [
      'DELETE',
      `${base}/:id`,
      'devices.delete',
      async (c, { tenantId }) => {
        await removeDevice(devices, tenantId, deviceId(parameter(c, 'id')))
        return c.body(null, 204)
      },
    ],
    ...[
      base,
      ...(graph.version === 'beta' ? [`${base}/:owner/deploymentprofile/assigneddevices`] : []),
    ].flatMap((path) => actionRoutes(path, deps, graph)),
  ]
}

/** Graph names the actions of a device through its profile as well. [documented] */
function actionRoutes(path: string, deps: DeviceDeps, { version }: GraphVersion): readonly Route[] {
  const action = (
    name: string,
    run: (change: Change, c: Context<RequestEnv>) => Promise<unknown>,
  ): Route => [
    'POST',
    `${path}/:id/${name.toLowerCase()}`,
    'devices.update',
    async (c) => {
      await run(changeOf(c, deps), c)
      return c.body(null, 204)
    },
  ]
  const both = [
    action('assignUserToDevice', async (of, c) => assignUser(of, await readBody(c, userRequest))),
    action('unassignUserFromDevice', unassignUser),
    action('updateDeviceProperties', async (of, c) =>
      changeDevice(of, withoutAbsent(await readBody(c, propertiesRequest))),
    ),
  ]
  if (version !== 'beta') return both
  return [
    ...both,
    action('assignResourceAccountToDevice', async (of, c) =>
      assignResourceAccount(of, await readBody(c, resourceAccountRequest)),
    ),
    action('unassignResourceAccountFromDevice', unassignResourceAccount),
    action('allowNextEnrollment', allowNextEnrollment),
  ]
}

function changeOf(c: Context<RequestEnv>, { devices, now }: DeviceDeps): Change {
  return {
    devices,
    tenantId: c.get('caller').tenantId,
    id: deviceId(parameter(c, 'id')),
    now: now(),
    expected: c.req.header('if-match'),
  }
}

function withoutAbsent(
  given: {
    [Name in keyof Properties]: Properties[Name] | undefined
  },
): Properties {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}
