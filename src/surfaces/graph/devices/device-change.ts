/** A change of a registered device as a request asks for it, and what has to be said about its user. */
import type { DeploymentEvents } from '../../../core/deployment/deployment-event.ts'
import { type AssignedUserDeps, checkAssignedUser } from '../../../core/devices/assigned-user.ts'
import type { Change, Properties } from '../../../core/devices/change-device.ts'
import { findDevice } from '../../../core/devices/device.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { Input } from '../../http/route.ts'
import type { DeviceSetDeps } from './device-set.ts'

export type DeviceDeps = DeviceSetDeps &
  AssignedUserDeps & {
    readonly deploymentEvents: Pick<DeploymentEvents, 'add'>
    readonly now: () => Date
    /** Seconds after a registration in which its properties cannot be changed. */
    readonly settlesFor: number
  }

/** That there is no such device is said before anything about the user. */
export async function userWarning(
  ports: DeviceDeps,
  { devices, tenantId, id }: Change,
  userPrincipalName: string | null | undefined,
): Promise<string | undefined> {
  if (!userPrincipalName) return undefined
  await findDevice(devices, tenantId, id)
  return await checkAssignedUser(ports, tenantId, userPrincipalName)
}

export function changeOf({ ports, caller, parameter }: Input<DeviceDeps>): Change {
  return {
    devices: ports.devices,
    tenantId: caller.tenantId,
    id: parameter('id', ids.device),
    now: ports.now(),
  }
}

export function withoutAbsent(
  given: {
    [Name in keyof Properties]: Properties[Name] | undefined
  },
): Properties {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}
