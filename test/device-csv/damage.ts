/** Legal rows, and every repairable way to spoil a file of them, for property tests. */
import fc from 'fast-check'
import { type DeviceRow, encodeText, isAnsi } from 'taxiway-device-csv'
import { sampleDevices } from './samples.ts'

const safe = fc.stringMatching(/^[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,20}[A-Za-z0-9])?$/)
const tag = fc.oneof(fc.constant(''), safe, fc.constantFrom('Zürich', 'Café', 'Straße'))
const user = fc.oneof(fc.constant(''), fc.constantFrom('anna@contoso.test', 'b.c@sub.contoso.test'))
const productKey = fc.oneof(fc.constant(''), fc.stringMatching(/^[1-9]\d{12}$/))

/** Rows of different devices, in any order, as a strict file may hold them. */
export const legalRows: fc.Arbitrary<readonly DeviceRow[]> = fc
  .shuffledSubarray([...sampleDevices.keys()], { minLength: 1, maxLength: 6 })
  .chain((picked) =>
    fc.tuple(...picked.map((n) => fc.tuple(fc.constant(n), tag, user, productKey))).map((rows) =>
      rows.map(([n, groupTag, assignedUser, key], at) => ({
        line: at + 2,
        serialNumber: sampleDevices[n]?.serialNumber ?? '',
        productKey: key,
        hardwareHash: sampleDevices[n]?.hash ?? '',
        groupTag,
        assignedUser,
      })),
    ),
  )

/** One way to write a file badly. */
export const damages = fc.record({
  separator: fc.constantFrom(',', ';', '\t'),
  quote: fc.boolean(),
  end: fc.array(fc.constantFrom('\r\n', '\n', '\r'), { minLength: 1, maxLength: 3 }),
  header: fc.constantFrom('exact', 'lower', 'upper', 'old', 'none'),
  order: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
  encoding: fc.constantFrom('ansi', 'utf-8', 'utf-8-bom', 'utf-16le', 'utf-16be', 'utf-16le-bare'),
  preamble: fc.constantFrom('', 'sep=;', '#TYPE System.Object', 'Exported devices'),
  blanks: fc.boolean(),
  nul: fc.boolean(),
  blankLines: fc.boolean(),
  trailing: fc.nat({ max: 2 }),
  repeatRow: fc.boolean(),
  repeatHeader: fc.boolean(),
  hash: fc.constantFrom('whole', 'cut', 'equals', 'url-safe', 'longer', 'wrapped'),
})

type Damage = typeof damages extends fc.Arbitrary<infer T> ? T : never

/** The same rows, spoiled. */
export function spoil(rows: readonly DeviceRow[], damage: Damage): Uint8Array {
  const order = damage.header === 'none' ? [0, 1, 2, 3, 4] : damage.order
  const records = rows.map((row) => fieldsOf(row, damage))
  const [first] = records
  if (damage.repeatRow && first !== undefined) records.push(first)
  const lines = records.map((fields) => lineOf(fields, order, damage))
  const titles = titlesOf(damage.header)
  const heading = titles === undefined ? [] : [lineOf(titles, order, { ...damage, blanks: false })]
  const body = damage.repeatHeader && heading.length > 0 ? [...lines, ...heading] : lines
  const above = titles === undefined || damage.preamble === '' ? [] : [damage.preamble]
  const all = [
    ...above,
    ...heading,
    ...body.flatMap((line) => (damage.blankLines ? [line, ''] : [line])),
  ]
  const text = all.map((line, n) => line + (damage.end[n % damage.end.length] ?? '\n')).join('')
  return encode(text, damage.encoding)
}

function titlesOf(style: Damage['header']): readonly string[] | undefined {
  const exact = [
    'Device Serial Number',
    'Windows Product ID',
    'Hardware Hash',
    'Group Tag',
    'Assigned User',
  ]
  if (style === 'none') return undefined
  if (style === 'old')
    return ['SerialNumber', 'ProductID', 'HardwareHash', 'OrderID', 'UserPrincipalName']
  if (style === 'lower') return exact.map((title) => title.toLowerCase())
  return style === 'upper' ? exact.map((title) => title.toUpperCase()) : exact
}

function fieldsOf(row: DeviceRow, damage: Damage): readonly string[] {
  const hash = spoiledHash(row.hardwareHash, damage)
  const mark = damage.nul ? '\0' : ''
  const serial = row.serialNumber === '' ? '' : mark + row.serialNumber
  return [serial, row.productKey, hash, row.groupTag, row.assignedUser]
}

function spoiledHash(hash: string, { hash: how, quote, order, header }: Damage): string {
  if (how === 'cut') return hash.slice(0, -7)
  if (how === 'equals') return `${hash}=`
  if (how === 'longer') return `${hash}AAAA`
  if (how === 'url-safe') return hash.replaceAll('+', '-').replaceAll('/', '_')
  // A line break inside a hash can be recognized only where the hash ends its line or is quoted at the end of it.
  const last = header === 'none' ? false : order.at(-1) === 2
  return how === 'wrapped' && last && quote ? (hash.match(/.{1,76}/g)?.join('\n') ?? '') : hash
}

function lineOf(fields: readonly string[], order: readonly number[], damage: Damage): string {
  const values = order
    .map((n) => fields[n] ?? '')
    .map((value) => (damage.blanks ? ` ${value} ` : value))
  const written = values.map((value) => (damage.quote ? `"${value}"` : value))
  return written.join(damage.separator) + damage.separator.repeat(damage.trailing)
}

function encode(text: string, encoding: Damage['encoding']): Uint8Array {
  if (encoding === 'ansi') return encodeText(isAnsi(text) ? text : '', 'ansi')
  if (encoding === 'utf-8' || encoding === 'utf-8-bom') return encodeText(text, encoding)
  const wide = encodeText(text, 'utf-16le')
  if (encoding === 'utf-16le') return wide
  return encoding === 'utf-16be' ? wide.map((_, at) => wide[at ^ 1] ?? 0) : wide.subarray(2)
}
