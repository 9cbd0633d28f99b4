/** Texts that a database can keep: without NUL characters and without halves of a character. */
import { DomainError } from './errors.ts'

/** What makes `text` one that cannot be kept, or be compared with any that is; undefined = nothing. */
export function textFault(text: string): string | undefined {
  if (text.includes('\0')) return 'holds a NUL character'
  return text.isWellFormed() ? undefined : 'holds half of a character (an unpaired surrogate)'
}

/** Levels of nesting; no request has five. Whatever walks a value deeper than some thousands fails. */
const deepest = 64

/** Refuses a value that came as JSON for the first text in it that cannot be kept, by its place, or for its depth. */
export function refuseUnstorable(value: unknown, place = 'the body', depth = 0): void {
  if (typeof value === 'string') {
    const fault = textFault(value)
    if (fault !== undefined) throw new DomainError('request-invalid', `${place} ${fault}.`)
  } else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    if (depth === deepest)
      throw new DomainError('request-invalid', `A value is nested in more than ${deepest} levels.`)
    for (const [name, part] of Object.entries(value)) {
      refuseUnstorable(name, place)
      refuseUnstorable(part, /^the \w+$/.test(place) ? name : `${place}.${name}`, depth + 1)
    }
  }
}
