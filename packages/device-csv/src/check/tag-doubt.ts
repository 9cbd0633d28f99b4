/**
 * Why a group tag may not be what was meant. It is kept as it is, since a tenant may have any tag, and said: a device
 * with a wrong tag gets the profile of another group, or none.
 */
import { isUserPrincipalName } from 'taxiway-autopilot'
import type { DeviceRow } from '../row.ts'
import { isDate, isScientific, sameSerial } from '../values/serial-spelling.ts'
import { mayMeanNothing } from '../values/value-guards.ts'

const ditto = /^(?:s\. ?o\.|dto\.?|do\.|ditto|idem|dito|id\.|〃|[\u2033\u201d"]+)$/i
const escaped = /%[0-9A-F]{2}|\\u[0-9a-f]{4}|(?:=[0-9A-F]{2}){2}|&[#\w]{2,10};/i

const reasons: readonly (readonly [why: string, isSo: (tag: string, row: DeviceRow) => boolean])[] =
  [
    ['a word for no tag?', mayMeanNothing],
    ['a mark for the tag of the row above?', (tag) => ditto.test(tag)],
    ['a number or date of a spreadsheet?', (tag) => isScientific(tag) || isDate(tag)],
    ["a spreadsheet's apostrophe?", (tag) => /^['’‘`]\S/.test(tag)],
    ['characters in an escaped form?', (tag) => escaped.test(tag)],
    ['letters of two alphabets?', isOfTwoAlphabets],
    ['several tags?', (tag) => /[;|]/.test(tag)],
    ['a label before the tag?', (tag) => /^\[?(?:order ?id|group ?tag|tag)\]?\s*[:=]/i.test(tag)],
    ['a user?', (tag) => isUserPrincipalName(tag)],
    ['the serial number?', (tag, { serialNumber }) => sameSerial(tag, serialNumber)],
  ]

/** A Cyrillic or Greek letter that looks like a Latin one makes another tag. */
function isOfTwoAlphabets(tag: string): boolean {
  return /[A-Za-z]/.test(tag) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(tag)
}

/** Undefined for nearly every tag. */
export function doubtAboutTag(tag: string, row: DeviceRow): string | undefined {
  return reasons.find(([, isSo]) => isSo(tag, row))?.[0]
}
