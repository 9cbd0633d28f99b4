/** Text that a database can store: without NUL characters and unpaired surrogates, and of bounded length. */
import { groupTagFault, hasControl, maxGroupTagLength } from 'taxiway-autopilot'
import { DomainError } from './errors.ts'

/** What makes `text` impossible to store or to compare with stored text; undefined = nothing. */
export function textFault(text: string): string | undefined {
  if (text.includes('\0')) return 'holds a NUL character'
  return text.isWellFormed() ? undefined : 'holds half of a character (an unpaired surrogate)'
}

/** In characters. Only the group tag's limit is documented; the other properties of a device use the same. */
export const maxTextLength = maxGroupTagLength

/** Tags and names of a device, of which the name of its computer has rules of its own: exports are opened in spreadsheet programs, so none may be what those calculate. */
export const spreadsheetTexts: ReadonlySet<string> = new Set([
  'groupTag',
  'purchaseOrderIdentifier',
  'addressableUserName',
  'resourceAccountName',
  'resourceName',
])

/** What is wrong with the value of a device's property; undefined = nothing, or it is not text. */
export function propertyFault(name: string, value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  if (value.length > maxTextLength) return `is longer than ${maxTextLength} characters`
  const fault = textFault(value)
  if (fault !== undefined) return fault
  if (spreadsheetTexts.has(name)) return groupTagFault(value)
  return hasControl(value) ? 'holds a control character' : undefined
}

/** Levels of nesting; no request has five. Recursion fails beyond some thousands. */
const maxDepth = 64

/** Refuses a JSON value that is too deep, or contains text that cannot be stored; names the first such place. */
export function refuseUnstorable(value: unknown, place = 'the body', depth = 0): void {
  if (typeof value === 'string') {
    const fault = textFault(value)
    if (fault !== undefined) throw new DomainError('request-invalid', `${place} ${fault}.`)
  } else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    if (depth === maxDepth)
      throw new DomainError('request-invalid', `A value is nested in more than ${maxDepth} levels.`)
    for (const [name, part] of Object.entries(value)) {
      refuseUnstorable(name, place)
      refuseUnstorable(part, /^the \w+$/.test(place) ? name : `${place}.${name}`, depth + 1)
    }
  }
}
