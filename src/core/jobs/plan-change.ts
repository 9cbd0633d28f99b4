/** What a bulk change does to one device: its new values, or why it is skipped. */
import { randomInt } from 'node:crypto'
import { deviceNameFaults, groupTagFault } from 'taxiway-autopilot'
import type { Device } from '../devices/device.ts'
import { propertyFault } from '../storable-text.ts'
import type { ChangedValues, DeviceChange, TextChange } from './device-job.ts'

export type Plan =
  | { readonly kind: 'change'; readonly before: ChangedValues; readonly after: ChangedValues }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly reason: string; readonly before: ChangedValues }

export function planChange(device: Device, change: DeviceChange): Plan {
  const wanted = wantedValues(device, change)
  const names = (Object.keys(wanted) as (keyof ChangedValues)[]).filter(
    (name) => (wanted[name] ?? '') !== (device[name] ?? ''),
  )
  if (names.length === 0) return { kind: 'unchanged' }
  const before = Object.fromEntries(names.map((name) => [name, device[name]]))
  const after = Object.fromEntries(names.map((name) => [name, wanted[name] ?? null]))
  const reason = faultOf(after)
  return reason === undefined
    ? { kind: 'change', before, after }
    : { kind: 'refused', reason, before }
}

/** The previous values, if the device still has those that the change gave it. */
export function planUndo(device: Device, before: ChangedValues, after: ChangedValues): Plan {
  const names = Object.keys(after) as (keyof ChangedValues)[]
  const touched = names.find((name) => (device[name] ?? '') !== (after[name] ?? ''))
  if (touched === undefined) {
    // What a device had before the rules of today may be none that it could be given.
    const reason = faultOf(before)
    return reason === undefined
      ? { kind: 'change', before: after, after: before }
      : { kind: 'refused', reason, before: after }
  }
  return {
    kind: 'refused',
    reason: `The ${words[touched]} was changed again since, to '${device[touched] ?? ''}'.`,
    before: { [touched]: device[touched] },
  }
}

const words = {
  groupTag: 'group tag',
  displayName: 'name',
  userPrincipalName: 'user',
  addressableUserName: 'user friendly name',
} as const satisfies Record<keyof ChangedValues, string>

function wantedValues(device: Device, change: DeviceChange): ChangedValues {
  const { groupTag, displayName, userPrincipalName } = change
  return {
    ...(groupTag && { groupTag: changedText(device.groupTag ?? '', groupTag) }),
    ...(displayName && { displayName: expandName(displayName.template, device.serialNumber) }),
    // The addressable name greets the user; a device given to somebody else does not keep the previous user's.
    ...(userPrincipalName && {
      userPrincipalName: 'set' in userPrincipalName ? userPrincipalName.set : null,
      ...(changesUser(device, userPrincipalName) && { addressableUserName: null }),
    }),
  }
}

function changesUser(
  { userPrincipalName }: Device,
  change: NonNullable<DeviceChange['userPrincipalName']>,
): boolean {
  const wanted = 'set' in change ? change.set : ''
  return wanted.toLowerCase() !== (userPrincipalName ?? '').toLowerCase()
}

function changedText(text: string, change: TextChange): string | null {
  if ('set' in change) return change.set || null
  if ('prepend' in change) return `${change.prepend}${text}`
  if ('append' in change) return `${text}${change.append}`
  return null
}

/** Expanded as the deployment service expands a profile's template. [documented: macros %SERIAL% and %RAND:x%] */
export function expandName(template: string, serialNumber: string): string {
  return template.replace(/%SERIAL%|%RAND:(\d+)%/gi, (_, digits: string | undefined) =>
    digits === undefined
      ? serialNumber.replace(/[^A-Za-z0-9-]/g, '')
      : Array.from({ length: Number(digits) }, () => randomInt(10)).join(''),
  )
}

/** Whatever would be refused when it is written. */
function faultOf(values: ChangedValues): string | undefined {
  for (const name of Object.keys(values) as (keyof ChangedValues)[]) {
    const value = values[name]
    if (!value) continue
    const [nameFault] = name === 'displayName' ? deviceNameFaults(value) : []
    const tagFault = name === 'groupTag' ? groupTagFault(value) : undefined
    const fault = nameFault ?? tagFault ?? propertyFault(name, value)
    if (fault !== undefined) return `The ${words[name]} '${value}' ${fault}.`
  }
  return undefined
}
