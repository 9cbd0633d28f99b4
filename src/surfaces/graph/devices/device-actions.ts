/** Actions on one registered device, such as giving it a user, which Graph also exposes under its profile. */
import type { z } from 'zod'
import { nameOfCaller } from '../../../core/access/caller.ts'
import {
  allowNextEnrollment,
  assignResourceAccount,
  assignUser,
  type Change,
  changeDevice,
  unassignResourceAccount,
  unassignUser,
} from '../../../core/devices/change-device.ts'
import { findDevice } from '../../../core/devices/device.ts'
import { DomainError } from '../../../core/errors.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { plainTexts } from '../bodies/plain-texts.ts'
import type { GraphVersion } from '../entity-set.ts'
import { changeOf, type DeviceDeps, userWarning, withoutAbsent } from './device-change.ts'
import { propertiesRequest, resourceAccountRequest, userRequest } from './device-requests.ts'

type Unblocking = Parameters<typeof allowNextEnrollment>[1]

const audit = { category: 'Enrollment', resource: 'WindowsAutopilotDeviceIdentity' } as const
const route = routesWith<DeviceDeps>()

/** Graph also exposes a device's actions under its profile. [documented] */
export function actionRoutes(
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

/** An answer without a body has only its headers to warn with. */
function noContent(warning: string): Response {
  const text = warning.replace(/[^\x20-\x7e]/g, '?').replaceAll('"', "'")
  return new Response(null, { status: 204, headers: { warning: `299 taxiway "${text}"` } })
}
