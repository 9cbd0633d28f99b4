/**
 * Devices in data that a program holds as its own text, and in lines of names and values such as `serial=… hash=…`.
 * They count only if none of the hashes in the text is missed.
 */
import { columnOfTitle } from 'taxiway-device-csv'
import { type CsvDevices, csvDevices } from './csv-devices.ts'
import { devicesInValues } from './json-devices.ts'
import { type Literal, readLiterals } from './literal-text.ts'
import { hashesIn } from './loose-hashes.ts'
import type { NamedDevices } from './named-devices.ts'
import { copiedTables, withColumnNames } from './sql-dumps.ts'
import { isWholeHash } from './whole-hash.ts'

/** Undefined for any other text. */
export function literalDevices(source: string, written: string): CsvDevices | undefined {
  if (!/T0[EFGH]|VDB[FGHI]/.test(written)) return undefined
  const text = withoutHereStrings(withColumnNames(written))
  const count = Math.max(1, hashesIn(text).length)
  const lines = text.split(/\r\n|\r|\n/)
  const whole = readLiterals(text)
  const readings = [
    () => copiedTables(text),
    () => [whole],
    () => text.split(section).map(readLiterals),
    () => lines.map(readLiterals),
    () => lines.flatMap(pairs),
  ]
  for (const values of readings) {
    const found = devicesInValues(values())
    if (isAll(found, count)) return { devices: found.rows, faults: found.faults(source) }
  }
  const inside = (carriesTexts.test(written) ? textsIn(whole) : []).map((each) =>
    csvDevices(source, each),
  )
  const devices = inside.flatMap((found) => found.devices)
  if (new Set(devices.map(({ hardwareHash }) => hardwareHash)).size >= count)
    return { devices, faults: inside.flatMap(({ faults }) => faults) }
  const rows = rowsIn(whole)
  return rows.length < count ? undefined : csvDevices(source, rows.map(quoted).join('\r\n'))
}

/** `@"`, lines, `"@` of PowerShell as a text in marks. */
const hereString = /@(["'])[ \t]*\r?\n([\s\S]*?)\r?\n\1@/g

const withoutHereStrings = (text: string): string =>
  text.replaceAll(hereString, (_, mark: string, lines: string) =>
    [mark, lines.replaceAll(mark, mark + mark), mark].join(''),
  )

/** Here-strings, triple marks and template literals, in which a program carries a text of several lines. */
const carriesTexts = /@["'][ \t]*\r?\n|"""|'''|`[^`\n]*\r?\n/

/** Texts of several lines with a hash, such as a table that a script carries. */
function textsIn(value: Literal): readonly string[] {
  if (typeof value !== 'string') return Object.values(value).flatMap(textsIn)
  return value.length > 4000 && /\S[\r\n]+\s*\S/.test(value) ? [value] : []
}

/** `[device]` or `[[device]]` on a line of its own. */
const section = /^[ \t]*\[.{1,80}\][ \t]*$/m

/** Each hash has a device, and one of them has more than its hash. */
function isAll({ rows }: NamedDevices, count: number): boolean {
  const hashes = new Set(rows.map(({ hardwareHash }) => hardwareHash))
  return (
    hashes.size >= count &&
    rows.some((row) => row.serialNumber + row.groupTag + row.assignedUser !== '')
  )
}

const pair = /(?:^|[\s&?;,])([\p{L}_][\p{L}\p{N}_.-]{0,60})=(?:"([^"]*)"|'([^']*)'|([^\s&;,]*))/gu

/** `serial=… hash=…` on a line of a log, or as a web form sends it. */
function pairs(line: string): readonly Literal[] {
  const parts = line.trim().split('&')
  const isForm = parts.length > 1 && parts.every((part) => /^[^\s=]+=\S*$/.test(part))
  const found = [...line.matchAll(pair)].map(
    ([, name = '', double, single, bare = '']) =>
      [name, double ?? single ?? (isForm ? decoded(bare) : bare)] as const,
  )
  return found.some(([name]) => columnOfTitle(name) === 'hardwareHash')
    ? [Object.fromEntries(found)]
    : []
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '))
  } catch {
    return value
  }
}

/** More values than a device has: the words of a text, which a comma or a semicolon separates. */
const maxWidth = 64

/** Lists of values without any name, one of which is a hash. */
function rowsIn(value: Literal): readonly (readonly string[])[] {
  if (typeof value === 'string') return []
  const members = Object.values(value)
  const texts = members.filter((each) => typeof each === 'string')
  return Array.isArray(value) &&
    texts.length === members.length &&
    texts.length > 2 &&
    texts.length <= maxWidth &&
    texts.some(isWholeHash)
    ? [texts]
    : members.flatMap(rowsIn)
}

const quoted = (values: readonly string[]): string =>
  values.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')
