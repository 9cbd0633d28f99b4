/**
 * The sheets of an Excel workbook (xlsx, xlsm) as CSV text, one line a row. Values only: of a formula the result
 * that the program stored. Other kinds of spreadsheets are read by the server.
 */

type Parts = Readonly<Record<string, Uint8Array>>

export type SheetText = { readonly name: string; readonly text: string }

/** The parts that values need; the rest of a workbook is not even unpacked. */
export const isSheetPart = (path: string): boolean =>
  /^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|worksheets\/[^/]+\.xml)$/.test(
    path,
  )

export const isWorkbook = (paths: readonly string[]): boolean => paths.includes('xl/workbook.xml')

/** A sheet of 100,000 devices with all columns has fewer. */
const maxCells = 2_000_000
/** Excel's own limit. */
const maxRows = 1_048_576

export function sheetsOf(parts: Parts): readonly SheetText[] {
  const shared = sharedStrings(textOf(parts['xl/sharedStrings.xml']))
  const targets = new Map(
    elements(textOf(parts['xl/_rels/workbook.xml.rels']), 'Relationship').map(({ attributes }) => [
      attribute(attributes, 'Id'),
      attribute(attributes, 'Target').replace(/^\/?(?:xl\/)?/, 'xl/'),
    ]),
  )
  return elements(textOf(parts['xl/workbook.xml']), 'sheet').flatMap(({ attributes }) => {
    const path = targets.get(attribute(attributes, 'r:id'))
    const part = path === undefined ? undefined : parts[path]
    if (part === undefined) return []
    return [{ name: attribute(attributes, 'name'), text: csvOf(textOf(part), shared) }]
  })
}

function textOf(part: Uint8Array | undefined): string {
  return part === undefined ? '' : new TextDecoder().decode(part)
}

type Element = { readonly attributes: string; readonly inner: string }

/** Elements of that name in order, whatever their prefix; none of those asked for here holds itself. */
function elements(xml: string, name: string): readonly Element[] {
  const pattern = new RegExp(
    `<(?:\\w+:)?${name}((?:\\s[^>]*?)?)(?:/>|>([\\s\\S]*?)</(?:\\w+:)?${name}>)`,
    'g',
  )
  return Array.from(xml.matchAll(pattern), ([, attributes = '', inner = '']) => ({
    attributes,
    inner,
  }))
}

function attribute(attributes: string, name: string): string {
  const [, value = ''] = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes) ?? []
  return unescaped(value)
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function unescaped(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w{1,4});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return named[name.toLowerCase()] ?? whole
    const code = Number(name.replace('#', '').replace(/^x/i, '0x'))
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })
}

/** Of a text in several runs the runs together; phonetic notes are not part of it. */
function plain(inner: string): string {
  const spoken = inner.replace(/<(?:\w+:)?rPh[\s>][\s\S]*?<\/(?:\w+:)?rPh>/g, '')
  return elements(spoken, 't')
    .map((run) => unescaped(run.inner))
    .join('')
}

function sharedStrings(xml: string): readonly string[] {
  return elements(xml, 'si').map(({ inner }) => plain(inner))
}

function csvOf(xml: string, shared: readonly string[]): string {
  const lines: string[] = []
  let cells = 0
  for (const { attributes, inner } of elements(xml, 'row')) {
    const at = Number(attribute(attributes, 'r')) || lines.length + 1
    // Rows keep their numbers, so that a finding names the row that the program shows.
    while (lines.length < Math.min(at - 1, maxRows)) lines.push('')
    const values = rowOf(elements(inner, 'c'), shared)
    cells += values.length
    if (cells > maxCells) throw new Error('too big')
    lines.push(values.map(quoted).join(','))
  }
  return lines.map((line) => `${line}\r\n`).join('')
}

function rowOf(cells: readonly Element[], shared: readonly string[]): readonly string[] {
  const values: string[] = []
  for (const cell of cells) {
    const column = columnOf(attribute(cell.attributes, 'r')) ?? values.length
    while (values.length < column) values.push('')
    values[column] = textOfCell(cell, shared)
  }
  return values
}

/** `C7` → 2. */
function columnOf(place: string): number | undefined {
  const letters = /^([A-Z]{1,3})\d+$/.exec(place)?.[1]
  if (letters === undefined) return undefined
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

function textOfCell({ attributes, inner }: Element, shared: readonly string[]): string {
  const kind = attribute(attributes, 't')
  if (kind === 'inlineStr') return oneLine(plain(inner))
  const value = unescaped(elements(inner, 'v')[0]?.inner ?? '')
  if (kind === 's') return oneLine(shared[Number(value)] ?? '')
  if (kind === 'b') return value === '1' ? 'TRUE' : 'FALSE'
  return kind === '' || kind === 'n' ? digits(value) : oneLine(value)
}

/** All digits, without an exponent. */
function digits(value: string): string {
  const number = Number(value)
  return /e/i.test(value) && Number.isSafeInteger(number) ? BigInt(number).toString() : value
}

/** A hash that was wrapped in its cell is one word again. */
function oneLine(value: string): string {
  if (!/[\r\n]/.test(value)) return value
  const words = value.split(/[\r\n]+/).map((word) => word.trim())
  const isHash = words.join('').length > 300 && words.every((word) => /^[\w+/=]*$/.test(word))
  return words.join(isHash ? '' : ' ').trim()
}

function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`
}
