/** Routes of `/deviceManagement/windowsAutopilotDeviceIdentities`. */
import type { z } from 'zod'
import { nameOfCaller } from '../../core/access/caller.ts'
import type { DeploymentEvents } from '../../core/deployment/deployment-event.ts'
import { type AssignedUserDeps, checkAssignedUser } from '../../core/devices/assigned-user.ts'
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
import { findDevice, removeDevice } from '../../core/devices/device.ts'
import { DomainError } from '../../core/errors.ts'
import { ids } from '../../core/ids.ts'
import { type Input, type Route, routesWith } from '../http/route.ts'
import {
  deleteDevicesRequest,
  descriptionRequest,
  entityChangeRequest,
  propertiesRequest,
  resourceAccountRequest,
  userRequest,
} from './device-requests.ts'
import { type DeviceSetDeps, deviceSet, deviceSetPath } from './device-set.ts'
import { entityBody, type GraphVersion, readRoutes } from './entity-set.ts'
import { annotationsOf, plainTexts } from './plain-texts.ts'
import { presentDeletion } from './present.ts'

export type DeviceDeps = DeviceSetDeps &
  AssignedUserDeps & {
    readonly deploymentEvents: Pick<DeploymentEvents, 'add'>
    readonly now: () => Date
    /** Seconds after a registration in which its properties cannot be changed. */
    readonly settlesFor: number
  }

type Unblocking = Parameters<typeof allowNextEnrollment>[1]

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
      handle: ({ ports, caller, parameter }) =>
        removeDevice(ports.devices, caller.tenantId, parameter('id', ids.device)),
    }),
    ...[
      base,
      ...(graph.version === 'beta' ? [`${base}/:owner/deploymentprofile/assigneddevices`] : []),
    ].flatMap((path) => actionRoutes(path, graph)),
  ]
}

/** Graph also exposes a device's actions under its profile. [documented] */
function actionRoutes(
  path: string,
  { version, fidelity }: GraphVersion,
): readonly Route<DeviceDeps>[] {
  const action = <Body extends z.ZodType<object>>(
    name: string,
    body: Body | undefined,
    run: (change: Change, body: z.output<Body>, by: Unblocking) => Promise<unknown>,
  ) =>
    route({
      method: 'POST',
      path: `${path}/:id/${name.toLowerCase()}`,
      permission: 'devices.update',
      audit: { ...audit, action: name },
      ...(body !== undefined && { body }),
      status: 204,
      async handle(input) {
        const given = input.body as { readonly userPrincipalName?: string | null } | undefined
        const change = changeOf(input)
        await refuseUnsettled(input.ports, change)
        const warning = await userWarning(input.ports, change, given?.userPrincipalName)
        const by = { events: input.ports.deploymentEvents, by: nameOfCaller(input.caller) }
        const { texts, rewritten } = plainTexts((given ?? {}) as z.output<Body>, fidelity)
        await run(change, texts, by)
        const warnings = [...Object.values(rewritten), ...(warning === undefined ? [] : [warning])]
        return warnings.length === 0 ? undefined : noContent(warnings.join(' '))
      },
    })
  const both = [
    action('assignUserToDevice', userRequest, assignUser),
    action('unassignUserFromDevice', undefined, unassignUser),
    action('updateDeviceProperties', propertiesRequest, (of, body) =>
      changeDevice(of, withoutAbsent(body)),
    ),
  ]
  if (version !== 'beta') return both
  return [
    ...both,
    action('assignResourceAccountToDevice', resourceAccountRequest, assignResourceAccount),
    action('unassignResourceAccountFromDevice', undefined, unassignResourceAccount),
    action('allowNextEnrollment', undefined, (of, _none, by) => allowNextEnrollment(of, by)),
  ]
}

/** Right after an import, the real service answers changes with 429. [observed, without a public thread] */
async function refuseUnsettled(
  { settlesFor }: DeviceDeps,
  { devices, tenantId, id, now }: Change,
): Promise<void> {
  if (settlesFor === 0) return
  const { registeredAt } = await findDevice(devices, tenantId, id)
  const left = Math.ceil(settlesFor - (now.getTime() - registeredAt.getTime()) / 1000)
  if (left > 0) throw new DomainError('throttled', 'Too Many Requests', { retryAfter: left })
}

/** That there is no such device is said before anything about the user. */
async function userWarning(
  ports: DeviceDeps,
  { devices, tenantId, id }: Change,
  userPrincipalName: string | null | undefined,
): Promise<string | undefined> {
  if (!userPrincipalName) return undefined
  await findDevice(devices, tenantId, id)
  return await checkAssignedUser(ports, tenantId, userPrincipalName)
}

/** An answer without a body has only its headers to warn with. */
function noContent(warning: string): Response {
  const text = warning.replace(/[^\x20-\x7e]/g, '?').replaceAll('"', "'")
  return new Response(null, { status: 204, headers: { warning: `299 taxiway "${text}"` } })
}

function changeOf({ ports, caller, parameter }: Input<DeviceDeps>): Change {
  return {
    devices: ports.devices,
    tenantId: caller.tenantId,
    id: parameter('id', ids.device),
    now: ports.now(),
  }
}

function withoutAbsent(
  given: {
    [Name in keyof Properties]: Properties[Name] | undefined
  },
): Properties {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}
