/**
 * The first lines decide what a file is: its separator, whether it has a header, which column means what.
 *
 * Titles are compared without case, blanks and punctuation, so every spelling that a tool or a spreadsheet
 * has been seen to write leads to the same column; the exact spelling is judged afterwards.
 */
import { identifierColumns, intuneColumns } from './columns-of-format.ts'
import { splitFields } from './fields.ts'
import { looksLikeIdentifiers, looksLikeTitles, looksLikeWrongHeader } from './first-line.ts'
import { type Column, columns, type FileKind } from './row.ts'

export type Layout = {
  readonly kind: FileKind
  readonly separator: string
  /** Titles as written; null when the file has none and the columns were told by their content. */
  readonly header: readonly string[] | null
  /** Index among the first lines of the header, or of the first row when there is no header. */
  readonly start: number
  /** The column each position of a row fills; undefined for a position nobody knows. */
  readonly meaning: readonly (Column | undefined)[]
  /** The first line should be a header, but its titles tell no columns; only the rows may. */
  readonly untold?: true
}

/** More first lines than these are never needed: a report writes few lines above its header. */
export const linesForLayout = 20

const aliases: Readonly<Record<Column, readonly string[]>> = {
  serialNumber: [
    'deviceserialnumber',
    'serialnumber',
    'serial',
    'serialno',
    'biosserialnumber',
    'serialnumber0',
    'servicetag',
  ],
  productKey: [
    'windowsproductid',
    'productid',
    'productkey',
    'productkeyid',
    'pkid',
    'windowsproductid0',
    'productid0',
  ],
  hardwareHash: [
    'hardwarehash',
    'devicehardwaredata',
    'devicehardwaredata0',
    'hardwarehash0',
    'hash',
    'devicehash',
    'hwhash',
    'hardwareid',
    'hardwareidentifier',
  ],
  groupTag: ['grouptag', 'orderid', 'tag', 'ordertag', 'orderidentifier'],
  assignedUser: ['assigneduser', 'userprincipalname', 'upn', 'user', 'assigneduserprincipalname'],
  manufacturer: [
    'manufacturername',
    'manufacturer',
    'oemmanufacturername',
    'devicemanufacturer',
    'oem',
    'make',
    'manufacturer0',
  ],
  model: ['devicemodel', 'model', 'modelname', 'model0'],
  deviceName: [
    'devicename',
    'assignedcomputername',
    'computername',
    'displayname',
    'name',
    'name0',
    'netbiosname0',
  ],
  deviceLink: ['devicelink', 'devicelinkblob', 'devicelinkjwt', 'devicelinkjwtcompressed'],
}

const meaningOf = new Map(
  columns.flatMap((column) => aliases[column].map((alias) => [alias, column] as const)),
)
const configurationManagerTitle =
  /^(?:resourceid|machineid|sitecode|smsclientid|textbox\d+|itemkey)$/
const portalTitle =
  /^(?:enrollmentstate|profilestatus|dateassigned|lastcontacted|purchaseorder|associatedintunedevice|associatedmicrosoftentradevice|enrollmentdate|deploymentprofilestatus|lastcontact)$/

const maxHeaderLength = 1000
const titleWords = /serial|hash|product|hardware|manufacturer/i

/** Base64 of an OA3 hash begins with these letters; 80 characters are more than any serial number has. */
const looksLikeHash = /^\s*"?T0[EFGH][A-Za-z0-9+/\s_-]{77}/

/** What the first lines tell; undefined when no line says anything (all are blank). `fileName` may help, '' when there is none. */
export function findLayout(lines: readonly string[], fileName: string): Layout | undefined {
  if (lines.every((line) => line === '')) return undefined
  const guesses = lines.map((line) => guess(clean(line)))
  const header = guesses.findIndex((each) => each.known >= 2 || each.meaning.some(isIdentifying))
  const data = guesses.findIndex((each) => each.hash !== -1)
  if (header !== -1 && (data === -1 || header < data))
    return headed(guesses[header], header, fileName)
  const row = guesses[data]
  if (row !== undefined) return withHash(guesses, data, row)
  const first = lines.findIndex(
    (line, index) =>
      clean(line).trim() !== '' && !isDirective(clean(line)) && guesses[index] !== undefined,
  )
  const only = guesses[first]
  if (only === undefined) return undefined
  return identifiersOrUnknown(only, first)
}

/** The layout that a line among the rows announces, as in files that were glued together; undefined for a row. */
export function headerWithin(line: string, fileName: string): Layout | undefined {
  if (line.length > maxHeaderLength || !titleWords.test(line)) return undefined
  const layout = findLayout([line], fileName)
  return layout === undefined || layout.header === null ? undefined : layout
}

/** Both mean the same by the same separator. */
export function sameLayout(a: Layout, b: Layout): boolean {
  const same = a.separator === b.separator && a.meaning.length === b.meaning.length
  return same && a.meaning.every((column, at) => column === b.meaning[at])
}

/** `sep=;` of a spreadsheet and the `#TYPE` line of PowerShell's Export-Csv. */
export function isDirective(line: string): boolean {
  return /^"?(?:sep=|#TYPE )/i.test(line)
}

type Guess = {
  readonly separator: string
  readonly values: readonly string[]
  readonly meaning: readonly (Column | undefined)[]
  readonly known: number
  readonly hash: number
}

function guess(line: string): Guess {
  const candidates = [',', ';', '\t'].map((separator) => {
    const { values } = splitFields(line, separator)
    const meaning = values.map((value) => meaningOf.get(plain(value)))
    const known = meaning.filter((column) => column !== undefined).length
    return {
      separator,
      values,
      meaning,
      known,
      hash: values.findIndex((value) => looksLikeHash.test(value)),
    }
  })
  return candidates.reduce((best, next) => (weight(next) > weight(best) ? next : best))
}

const weight = (each: Guess): number => each.known * 100 + each.values.length

/** One such title alone makes a line a header. */
const isIdentifying = (column: Column | undefined): boolean =>
  column === 'hardwareHash' || column === 'deviceLink'

function headed(guessed: Guess | undefined, start: number, fileName: string): Layout | undefined {
  if (guessed === undefined) return undefined
  const { separator, values, meaning } = guessed
  const seen = new Set<Column>()
  const first = meaning.map((column) => {
    if (column === undefined || seen.has(column)) return undefined
    seen.add(column)
    return column
  })
  const kind = kindOf(values, seen, fileName)
  const layout = { kind, separator, header: values, start, meaning: first }
  return kind === 'unknown' ? { ...layout, untold: true } : layout
}

function kindOf(titles: readonly string[], has: ReadonlySet<Column>, fileName: string): FileKind {
  if (has.has('deviceLink') || fileName.toLowerCase().endsWith('.devicelink.csv')) {
    return 'devicelink'
  }
  const names = titles.map(plain)
  const identified = has.has('hardwareHash') || has.has('serialNumber')
  if (!identified) return 'unknown'
  if (titles.some(isFromReport) || names.some((name) => configurationManagerTitle.test(name))) {
    return 'configuration-manager'
  }
  return has.has('hardwareHash') ? hashKind(has) : listKind(names, has)
}

/** `Serial_Number` or `SerialNumber0`: only a title that is known counts, since a surplus column may be called anything. */
const isFromReport = (title: string): boolean =>
  meaningOf.has(plain(title)) && (/\w_\w/.test(title) || /[a-z]0$/i.test(title.trim()))

const hashKind = (has: ReadonlySet<Column>): FileKind =>
  has.has('manufacturer') || has.has('model') ? 'partner-center' : 'intune'

/** Without a hash: a portal's list, a partner's tuples, or corporate identifiers that were given a header. */
function listKind(names: readonly string[], has: ReadonlySet<Column>): FileKind {
  if (names.some((name) => portalTitle.test(name))) return 'portal-export'
  if (!has.has('manufacturer') || !has.has('model')) return 'intune'
  return has.has('productKey') ? 'partner-center' : 'corporate-identifiers'
}

/** A hash but no known header: the line above the hash is a header in other words, or there is none. */
function withHash(guesses: readonly Guess[], data: number, row: Guess): Layout {
  const rows = headless(row, data)
  const start = guesses.findLastIndex(
    ({ values }, at) => at < data && values.some((value) => value.trim() !== ''),
  )
  const above = guesses[start]
  if (above === undefined) return rows
  const width = row.values.findLastIndex((value) => value.trim() !== '') + 1
  const isAsWide = above.separator === row.separator && above.values.length >= width
  if (!isAsWide || !looksLikeTitles(above.values)) return rows
  const named = above.meaning.map((column, at) => (at === row.hash ? 'hardwareHash' : column))
  const meaning = named.map((column, at) => {
    if (column !== undefined) return named.indexOf(column) === at ? column : undefined
    const told = at < row.hash ? rows.meaning[at] : undefined
    return named.includes(told) ? undefined : told
  })
  return { ...rows, header: above.values, start, meaning, untold: true }
}

/** Rows without a header: the hash stands out, and the other columns follow Microsoft's order around it. */
function headless({ separator, values, hash }: Guess, start: number): Layout {
  const meaning =
    hash === 2
      ? values.map((_, index) => intuneColumns[index])
      : values.map((_, index) =>
          index === hash ? 'hardwareHash' : index === 0 ? 'serialNumber' : undefined,
        )
  return { kind: 'intune', separator, header: null, start, meaning }
}

function identifiersOrUnknown({ separator, values }: Guess, start: number): Layout {
  const layout = { separator, header: null, start }
  if (looksLikeIdentifiers(values))
    return { ...layout, kind: 'corporate-identifiers', meaning: identifierColumns }
  const unknown: Layout = { ...layout, kind: 'unknown', meaning: [] }
  return looksLikeWrongHeader(values) ? { ...unknown, untold: true } : unknown
}

const clean = (line: string): string => line.replaceAll('\u0000', '').replace(/^\ufeff/, '')

const plain = (title: string): string => title.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
