/**
 * Splits one line into fields. A quotation mark opens a quoted field only at the field's start, and a field
 * that is still open at the line's end is reported and never swallows the lines after it:
 * no valid value contains a line break, so a lost quote must cost one row and not the rest of the file.
 */
export type Fields = {
  readonly values: readonly string[]
  /** At least one field was enclosed in quotation marks. */
  readonly quoted: boolean
  /** `open`: the last field's closing quote is missing; `stray`: a quote where none is allowed. */
  readonly fault: 'none' | 'open' | 'stray'
}

/** Column separators found in the field; the last means two or more spaces. */
export const separators = [',', ';', '\t', '|', '~', '^', '¦', '\u001f', '，', '；', '  '] as const

const aligned = '  '

/** The fields of one line, without their quotation marks, and whether a mark was out of place. */
export function splitFields(line: string, separator: string): Fields {
  if (separator === aligned) {
    const parts = line.split(aligned).map((part) => part.trim())
    return { values: parts.filter((part) => part !== ''), quoted: false, fault: 'none' }
  }
  if (!line.includes('"')) {
    return { values: splitPlain(line, separator), quoted: false, fault: 'none' }
  }
  return splitQuoted(line, separator)
}

const wholeLine = /^\s*"((?:[^"]|"")*)"[\s,;]*$/

/** The content of quotation marks around the whole line, with nothing but empty columns after them. */
export function insideMarks(line: string): string | undefined {
  const inner = wholeLine.exec(line)?.[1]
  return inner === undefined ? undefined : unquote(inner)
}

function splitPlain(line: string, separator: string): string[] {
  const values: string[] = []
  let at = 0
  for (let end = line.indexOf(separator); end !== -1; end = line.indexOf(separator, at)) {
    values.push(line.slice(at, end))
    at = end + 1
  }
  values.push(line.slice(at))
  return values
}

function splitQuoted(line: string, separator: string): Fields {
  const values: string[] = []
  let quoted = false
  let fault: Fields['fault'] = 'none'
  for (let at = 0; at <= line.length; ) {
    const field = fieldAt(line, at, separator)
    values.push(field.value)
    quoted ||= field.quoted
    if (field.fault !== 'none') fault = field.fault
    at = field.next
  }
  return { values, quoted, fault }
}

type Field = { value: string; quoted: boolean; fault: Fields['fault']; next: number }

function fieldAt(line: string, start: number, separator: string): Field {
  let open = start
  while (line[open] === ' ') open++
  const formula = line[open] === '=' ? formulaAt(line, open, separator) : undefined
  if (formula !== undefined) return formula
  if (line[open] !== '"') {
    const end = endOf(line, start, separator)
    const value = line.slice(start, end)
    const quoted = escaped.test(value)
    return {
      value,
      quoted,
      fault: !quoted && value.includes('"') ? 'stray' : 'none',
      next: end + 1,
    }
  }
  let close = line.indexOf('"', open + 1)
  while (close !== -1 && line[close + 1] === '"') close = line.indexOf('"', close + 2)
  if (close === -1) {
    return {
      value: unquote(line.slice(open + 1)),
      quoted: true,
      fault: 'open',
      next: line.length + 1,
    }
  }
  const end = endOf(line, close + 1, separator)
  const after = line.slice(close + 1, end)
  const inner = unquote(line.slice(open + 1, close))
  if (after.trim() === '') return { value: inner, quoted: true, fault: 'none', next: end + 1 }
  if (address.test(after))
    return { value: `${inner}${after}`, quoted: true, fault: 'none', next: end + 1 }
  return { value: line.slice(start, end), quoted: true, fault: 'stray', next: end + 1 }
}

/** `\"X\"`, as of a text inside another one: the marks belong to the value. */
const escaped = /^\s*\\"[^"]*\\"\s*$/
/** What a mail program writes behind the name of a person: `"Berg, Anna" <anna.berg@contoso.com>`. */
const address = /^\s+<[^\s<>"]+@[^\s<>"]+>\s*$/

/** `="X"`, which makes a spreadsheet leave X unchanged: the quotation marks belong to the value. */
function formulaAt(line: string, start: number, separator: string): Field | undefined {
  const isDoubled = line.startsWith('""', start + 1)
  if (isDoubled) {
    const end = endOf(line, start + 3, separator)
    if (line.slice(start + 3, end).trim() === '')
      return { value: line.slice(start, end), quoted: true, fault: 'none', next: end + 1 }
  }
  const mark = isDoubled ? '""' : '"'
  const found = line[start + 1] === '"' ? line.indexOf(mark, start + 1 + mark.length) : -1
  if (found === -1) return undefined
  const close = found + mark.length - 1
  const end = endOf(line, close + 1, separator)
  if (line.slice(close + 1, end).trim() !== '') return undefined
  return { value: line.slice(start, end), quoted: true, fault: 'none', next: end + 1 }
}

function endOf(line: string, from: number, separator: string): number {
  const end = line.indexOf(separator, from)
  return end === -1 ? line.length : end
}

const unquote = (text: string): string => text.replaceAll('""', '"')
