/** The value of a JSON body. A name that is there twice is refused: one of the two values would be lost silently. */
import { DomainError } from '../../core/errors.ts'

export function jsonOf(text: string): unknown {
  const plain = text.replace(/^\uFEFF/, '')
  try {
    const value: unknown = JSON.parse(plain)
    refuseRepeats(plain)
    return value
  } catch (cause) {
    if (cause instanceof DomainError) throw cause
    throw new DomainError('request-invalid', 'The body is not valid JSON.', { cause })
  }
}

/** The members of an object whose names count in any case, in lower case; throws for one that is there twice. */
export function onceEach(value: object): readonly (readonly [name: string, value: unknown])[] {
  const known = new Set<string>()
  return Object.entries(value).map(([name, each]) => {
    const lower = name.toLowerCase()
    if (known.has(lower)) throw repeated(name)
    known.add(lower)
    return [lower, each] as const
  })
}

const marks = /["{}[\]]/g

/** `text` is valid JSON. Texts in it, such as hashes, are jumped over and not read. */
export function refuseRepeats(text: string): void {
  const names: (Set<string> | undefined)[] = []
  const mark = new RegExp(marks)
  for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
    const { index: at } = found
    if (text[at] === '"') {
      const end = endOfText(text, at)
      const known = names.at(-1)
      if (known !== undefined && isName(text, end)) note(known, nameIn(text.slice(at, end + 1)))
      mark.lastIndex = end + 1
    } else if (text[at] === '{') names.push(new Set())
    else if (text[at] === '[') names.push(undefined)
    else names.pop()
  }
}

/** However its letters are written. */
function nameIn(quoted: string): string {
  return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1)
}

function note(known: Set<string>, name: string): void {
  if (known.has(name)) throw repeated(name)
  known.add(name)
}

export function repeated(name: string): DomainError {
  return new DomainError('request-invalid', `The property '${name.slice(0, 80)}' is there twice.`)
}

/** Of the closing quotation mark of the text that opens at `start`. */
function endOfText(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let escapes = 0
    while (text[end - 1 - escapes] === '\\') escapes++
    if (escapes % 2 === 0) return end
  }
  return text.length
}

const blanks = /[ \t\r\n]*:/y

function isName(text: string, end: number): boolean {
  blanks.lastIndex = end + 1
  return blanks.test(text)
}
