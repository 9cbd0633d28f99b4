/** The two laws, held against one file; throws an Error that says which is broken. */
import {
  checkDeviceCsv,
  DeviceCsvReader,
  type DeviceRow,
  type FixedFile,
  fixDeviceCsv,
  readDeviceCsv,
  readText,
} from 'taxiway-device-csv'
import { type HostileFile, hostileFile } from './hostile-file.ts'

export function holdLaws(seed: string): void {
  const file = hostileFile(seed)
  const before = file.bytes.slice()
  checkDeviceCsv(file.bytes)
  const fixed = fixDeviceCsv(file.bytes)
  if (!Buffer.from(before).equals(file.bytes)) throw new Error('the input was changed')
  if (!fixed.untouched.equal) throw new Error('an untouched field was changed')
  if (!fixed.cells.complete) throw new Error(`cells are missing: ${JSON.stringify(fixed.cells)}`)
  if (!Buffer.from(fixDeviceCsv(fixed.bytes).bytes).equals(fixed.bytes))
    throw new Error('repairing twice is not repairing once')
  nothingIsLost(file, fixed)
  nothingIsExchanged(file, readDeviceCsv(fixed.bytes).rows)
  nothingIsExchanged(file, soundRows(file.bytes))
}

/** What merge, split, collect and import take. */
function soundRows(bytes: Uint8Array): readonly DeviceRow[] {
  return readingsOf(bytes)
    .filter(({ faults }) => faults.length === 0)
    .map(({ row }) => row)
}

function readingsOf(bytes: Uint8Array) {
  const reader = new DeviceCsvReader(() => undefined)
  return [...reader.push(bytes), ...reader.end()]
}

/** A tag or user of the input is in the output or among the rows left out, or its column or line is named. */
function nothingIsLost({ bytes, placed }: HostileFile, fixed: FixedFile): void {
  if (fixed.format === null) return
  const text = Buffer.from(fixed.bytes).toString('latin1')
  const left = fixed.leftOut.map(({ fields }) => fields.join('\u001f')).join('\n')
  const values = placed.flatMap(({ tag, user }) => (user === null ? [tag] : [tag, user]))
  const missing = values.filter((value) => !text.includes(value) && !left.includes(value))
  if (missing.length === 0) return
  const named = namedElsewhere(bytes, fixed)
  for (const value of missing)
    if (!named.some((cell) => cell.includes(value))) throw new Error(`${value} is lost unsaid`)
}

/** What stands on lines that are named, and in columns that the account names. */
function namedElsewhere(bytes: Uint8Array, { changeList, cells }: FixedFile): readonly string[] {
  const lines = new Set(
    changeList.filter(({ code }) => wholeLines.has(code)).map(({ line }) => line),
  )
  const named = readText(bytes)
    .split(/\r\n|\r|\n/)
    .filter((_, at) => lines.has(at + 1))
  const columns = new Set(cells.columns.map(({ title }) => title))
  for (const { written, titles } of readingsOf(bytes))
    written.forEach((value, at) => {
      if (columns.has((titles?.[at]?.trim() || `column ${at + 1}`).slice(0, 60))) named.push(value)
    })
  return named
}

const wholeLines: ReadonlySet<string> = new Set(['preamble-line', 'line-too-long', 'duplicate-row'])

/** A tag or user stands in a row of the hash that stood on its line, or of no hash. */
function nothingIsExchanged({ placed }: HostileFile, rows: readonly DeviceRow[]): void {
  for (const { hardwareHash, groupTag, assignedUser } of rows) {
    if (hardwareHash.length !== 4000) continue
    for (const { hash, tag, user } of placed) {
      if (
        (groupTag === tag || assignedUser === user) &&
        !isOneOf(placed, { hash: hardwareHash, tag, user })
      )
        throw new Error(
          `${tag} or ${user} went to another device than that of ${hash.slice(0, 20)}`,
        )
    }
  }
}

const isOneOf = (
  placed: HostileFile['placed'],
  { hash, tag, user }: HostileFile['placed'][number],
): boolean => placed.some((each) => each.hash === hash && (each.tag === tag || each.user === user))
