/**
 * What has to be sent so that a device is as somebody wishes, and what differs then. A device that is so already
 * costs no request, which is what makes an interrupted run safe to start again.
 */
import type { DeviceIdentity } from 'taxiway-autopilot'
import { isMicrosoft } from 'taxiway-autopilot'
import { devicesPath } from '../../graph/find-device.ts'
import type { Found } from './find-all.ts'
import type { Changes, Wish } from './wish.ts'

export type Difference = {
  readonly property: keyof Changes
  readonly before: string
  readonly after: string
}

/** An action of Graph on the device, and what it is told. */
export type Call = { readonly path: string; readonly body: object }

export type Step = {
  readonly wish: Wish
  /** Absent: there is no such device. */
  readonly device?: DeviceIdentity
  readonly differences: readonly Difference[]
  readonly calls: readonly Call[]
}

/** The step that makes the device as the wish says. `origin` is Graph's. */
export function planChange({ wish, device }: Found, origin: string): Step {
  if (device === undefined) return { wish, differences: [], calls: [] }
  const differences = differencesOf(device, wish.changes)
  const calls = [
    ...propertyCalls(device, differences, isMicrosoft(origin)),
    ...userCalls(device, wish.changes, differences),
  ]
  return { wish, device, differences, calls }
}

function differencesOf(device: DeviceIdentity, changes: Changes): readonly Difference[] {
  const clearsUser = changes.userPrincipalName === ''
  const wanted: Changes = clearsUser ? { ...changes, addressableUserName: '' } : changes
  return (Object.keys(wanted) as (keyof Changes)[]).flatMap((property) => {
    const [before, after] = [device[property] ?? '', wanted[property] ?? '']
    const isSame =
      property === 'userPrincipalName'
        ? before.toLowerCase() === after.toLowerCase()
        : before === after
    return isSame ? [] : [{ property, before, after }]
  })
}

function propertyCalls(
  device: DeviceIdentity,
  differences: readonly Difference[],
  atMicrosoft: boolean,
): readonly Call[] {
  const changed = differences.filter(({ property }) => /^(groupTag|displayName)$/.test(property))
  if (changed.length === 0) return []
  // One report says that a name sent alone cleared the tag (OSDeploy/AutopilotOOBE#1, unconfirmed).
  const kept = atMicrosoft
    ? { groupTag: device.groupTag ?? '', displayName: device.displayName ?? '' }
    : {}
  const body = {
    ...kept,
    ...Object.fromEntries(changed.map(({ property, after }) => [property, after])),
  }
  return [{ path: `${devicesPath}/${device.id}/updateDeviceProperties`, body }]
}

/** The user is assigned anew when only the addressable name differs: Graph knows no other way. */
function userCalls(
  device: DeviceIdentity,
  changes: Changes,
  differences: readonly Difference[],
): readonly Call[] {
  if (!differences.some(({ property }) => /UserName$|^userPrincipalName$/.test(property))) return []
  const user = changes.userPrincipalName ?? device.userPrincipalName ?? ''
  const path = `${devicesPath}/${device.id}`
  if (user === '')
    return device.userPrincipalName ? [{ path: `${path}/unassignUserFromDevice`, body: {} }] : []
  const body = { userPrincipalName: user, addressableUserName: changes.addressableUserName || user }
  return [{ path: `${path}/assignUserToDevice`, body }]
}
