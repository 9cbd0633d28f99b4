/** The two laws, held against one file; throws an Error that says which is broken. */
import {
  checkDeviceCsv,
  DeviceCsvReader,
  type DeviceRow,
  type FixedFile,
  fixDeviceCsv,
  readDeviceCsv,
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
    throw new Error('mending twice is not mending once')
  nothingIsLost(file, fixed)
  nothingIsExchanged(file, readDeviceCsv(fixed.bytes).rows)
  nothingIsExchanged(file, soundRows(file.bytes))
}

/** What merge, split, collect and import take. */
function soundRows(bytes: Uint8Array): readonly DeviceRow[] {
  const reader = new DeviceCsvReader(() => undefined)
  const readings = [...reader.push(bytes), ...reader.end()]
  return readings.filter(({ faults }) => faults.length === 0).map(({ row }) => row)
}

/** A tag or user of the input is in the output or among the rows left out, or its column or line is named. */
function nothingIsLost({ placed }: HostileFile, fixed: FixedFile): void {
  if (fixed.format === null) return
  const { cells, leftOut } = fixed
  const text = Buffer.from(fixed.bytes).toString('latin1')
  const left = leftOut.map(({ fields }) => fields.join('\u001f')).join('\n')
  const isElsewhere = cells.columns.length + cells.lines + cells.repeated > 0
  const values = placed.flatMap(({ tag, user }) => (user === null ? [tag] : [tag, user]))
  for (const value of values)
    if (!text.includes(value) && !left.includes(value) && !isElsewhere)
      throw new Error(`${value} is lost unsaid`)
}

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
