/** The name that a profile's template gives a device, and whether Windows accepts it. */
import { maxDeviceNameLength } from 'taxiway-autopilot'

export type ExpandedName = {
  readonly name: string
  /** Why Windows would refuse or truncate it; absent = it is fine. */
  readonly fault?: string
}

/**
 * The device's own display name takes precedence over any template [documented]. `%RAND:x%` is derived from `seed`,
 * so that a device keeps its digits from one contact to the next.
 */
export function expandedName(
  template: string,
  { serialNumber, seed }: { serialNumber: string; seed: string },
): ExpandedName {
  const serial = serialNumber.replaceAll(/[^A-Za-z0-9-]/g, '')
  const name = template
    .replaceAll(/%SERIAL%/gi, serial)
    .replaceAll(/%RAND:(\d+)%/gi, (_, digits: string) => digitsOf(seed, Number(digits)))
  const fault = faultOf(name)
  return fault === undefined ? { name } : { name, fault }
}

function faultOf(name: string): string | undefined {
  if (name.length > maxDeviceNameLength)
    return `'${name}' has ${name.length} characters; Windows takes ${maxDeviceNameLength}`
  if (/^\d+$/.test(name)) return `'${name}' is all digits`
  return name === '' ? 'nothing is left of the name' : undefined
}

/** The same digits for the same seed: FNV-1a, extended by a linear congruential generator. */
function digitsOf(seed: string, count: number): string {
  let state = 0x811c9dc5
  for (const character of seed)
    state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193)
  let digits = ''
  while (digits.length < count) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    digits += String(Math.floor(state / 0x10000) % 10)
  }
  return digits
}
