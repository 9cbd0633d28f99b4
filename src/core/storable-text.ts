/** Texts that a database can keep: without NUL characters and halves of a character, and not without end. */
import { maxGroupTagLength } from 'taxiway-autopilot'
import { DomainError } from './errors.ts'

/** What makes `text` one that cannot be kept, or be compared with any that is; undefined = nothing. */
export function textFault(text: string): string | undefined {
  if (text.includes('\0')) return 'holds a NUL character'
  return text.isWellFormed() ? undefined : 'holds half of a character (an unpaired surrogate)'
}

/** In characters. Only the group tag's limit is known; the other properties of a device follow it. */
export const maxTextLength = maxGroupTagLength

/** What is wrong with the value of a property; undefined = nothing, or it is no text. */
export function propertyFault(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  if (value.length > maxTextLength) return `is longer than ${maxTextLength} characters`
  return textFault(value)
}

/** Levels of nesting; no request has five. Whatever walks a value deeper than some thousands fails. */
const maxDepth = 64

/** Refuses a value that came as JSON for the first text in it that cannot be kept, by its place, or for its depth. */
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
