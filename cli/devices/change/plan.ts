/**
 * Plans the calls that give a device the requested values. Devices that already have these values are skipped,
 * which makes it safe to repeat an interrupted run.
 */
import { isMicrosoft } from 'taxiway-autopilot'
import type { ChangeRequest, Changes } from './change-request.ts'
import type { Found, FoundDevice } from './find-all.ts'

export type Difference = {
  readonly property: keyof Changes
  readonly before: string
  readonly after: string
}

/** A Graph action on the device, and its body. The action is absent where the device is deleted. */
export type Call = { readonly action?: string; readonly body: object }

export type Step = {
  readonly request: ChangeRequest
  /** Absent when there is no such device. */
  readonly device?: FoundDevice
  readonly differences: readonly Difference[]
  readonly calls: readonly Call[]
  /** Why it is not tried, though the device is not as requested. */
  readonly refusal?: string
  /** Why there is nothing to do. */
  readonly note?: string
}

/** A device that is named again is done once: the later steps have nothing to do. */
export function onceEach(steps: readonly Step[]): readonly Step[] {
  const first = new Map<string, Step>()
  return steps.map((step) => {
    const id = step.refusal === undefined ? step.device?.id : undefined
    const earlier = id === undefined ? undefined : first.get(id)
    if (id !== undefined && earlier === undefined) first.set(id, step)
    if (earlier === undefined) return step
    const { line } = earlier.request
    const note = `This is the same device as ${line === null ? 'one before' : `in line ${line}`}.`
    return { ...step, differences: [], calls: [], note }
  })
}

/** The step that fulfils the request. `origin` is Graph's. */
export function planChange({ request, device }: Found, origin: string): Step {
  if (device === undefined) return { request, differences: [], calls: [] }
  const differences = differencesOf(device, request.changes)
  const calls = [
    ...propertyCalls(device, differences, isMicrosoft(origin)),
    ...userCalls(device, request.changes, differences),
  ]
  return { request, device, differences, calls }
}

function differencesOf(device: FoundDevice, changes: Changes): readonly Difference[] {
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
  device: FoundDevice,
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
  return [{ action: 'updateDeviceProperties', body }]
}

/** The user is assigned again even if only the addressable name differs: Graph has no other way to change it. */
function userCalls(
  device: FoundDevice,
  changes: Changes,
  differences: readonly Difference[],
): readonly Call[] {
  if (!differences.some(({ property }) => /UserName$|^userPrincipalName$/.test(property))) return []
  const user = changes.userPrincipalName ?? device.userPrincipalName ?? ''
  if (user === '')
    return device.userPrincipalName ? [{ action: 'unassignUserFromDevice', body: {} }] : []
  const body = { userPrincipalName: user, addressableUserName: changes.addressableUserName || user }
  return [{ action: 'assignUserToDevice', body }]
}
