/** The devices of a CSV, and a report on every other line: a device with a damaged hash must not vanish silently. */
import {
  DeviceCsvReader,
  type DeviceRow,
  type Encoding,
  type Finding,
  type FindingCode,
  isWhole,
  mentionsTag,
  piecesOf,
  type RowReading,
} from 'taxiway-device-csv'
import { decodeHardwareHash } from 'taxiway-hardware-hash'
import { type CollectFault, faultOf, shown } from '../archive-fault.ts'
import { UnusedColumns } from './unused-columns.ts'

export type CsvDevices = {
  readonly devices: readonly DeviceRow[]
  readonly faults: readonly CollectFault[]
}

const maxFaults = 1000
const maxPassed = 20
const passedOver: ReadonlySet<FindingCode> = new Set(['no-device', 'preamble-line'])
const beginOfHash = /T0[EFGH][A-Za-z0-9+/]{20}/
const isDirectiveMessage = /: "?(?:sep=|#TYPE )/i

/** `content` as a string was generated, for example from a spreadsheet's cells. */
export function csvDevices(
  source: string,
  content: Uint8Array | string,
  encoding?: Encoding,
): CsvDevices {
  const sieve = new CsvSieve(source, { isMade: typeof content === 'string', encoding })
  const devices: DeviceRow[] = []
  for (const piece of piecesOf(content)) devices.push(...sieve.push(piece))
  devices.push(...sieve.end())
  return { devices, faults: sieve.faults }
}

/** For files of any size: rows are returned as they are read. */
export class CsvSieve {
  readonly faults: CollectFault[] = []
  readonly #source: string
  readonly #reader: DeviceCsvReader
  /** Lines that hold no device, the first of them, and how many there are. */
  readonly #passed: number[] = []
  readonly #unused = new UnusedColumns()
  #passedCount = 0
  /** The first of them that names a group tag. */
  #ofTag: { readonly line: number; readonly text: string } | undefined

  constructor(
    source: string,
    { isMade = false, encoding }: { isMade?: boolean; encoding: Encoding | undefined },
  ) {
    this.#source = source
    this.#reader = new DeviceCsvReader((finding) => this.#found(finding), {
      fileName: source,
      isMade,
      ...(encoding && { encoding }),
    })
  }

  push(chunk: Uint8Array | string): readonly DeviceRow[] {
    return this.#kept(this.#reader.push(chunk))
  }

  end(): readonly DeviceRow[] {
    const rows = this.#kept(this.#reader.end())
    this.#sayPassed()
    this.faults.push(...this.#unused.faults(this.#source))
    return rows
  }

  /** What the reader sets aside; a line with a hash in it is not passed over in silence. */
  #found({ code, line, message }: Finding): void {
    if (code === 'line-too-long' || (passedOver.has(code) && beginOfHash.test(message)))
      this.#leaveOut(`Line ${line} is left out: ${message}`)
    else if (passedOver.has(code) && !isDirectiveMessage.test(message)) {
      this.#passedCount++
      const text = message.slice(message.indexOf(': ') + 2)
      if (mentionsTag(text)) this.#ofTag ??= { line, text }
      if (this.#passed.length < maxPassed) this.#passed.push(line)
    }
  }

  #sayPassed(): void {
    if (this.#passedCount === 0 || this.#reader.kind === 'unknown') return
    const more = this.#passedCount > maxPassed ? ` and ${this.#passedCount - maxPassed} more` : ''
    const message = `Lines that are not devices were skipped: ${this.#passed.join(', ')}${more}.`
    this.faults.push(faultOf('lines-passed-over', this.#source, `${message}${this.#tagSaid()}`))
  }

  #tagSaid(): string {
    if (this.#ofTag === undefined || this.#reader.positions.has('groupTag')) return ''
    const { line, text } = this.#ofTag
    return ` Line ${line} names a group tag, which the devices do not get: ${shown(text)}`
  }

  #leaveOut(message: string): void {
    if (this.faults.length < maxFaults)
      this.faults.push(faultOf('row-left-out', this.#source, message))
  }

  #kept(readings: readonly RowReading[]): readonly DeviceRow[] {
    if (this.#reader.kind === 'unknown') return []
    const devices = readings.filter((reading) => this.#isDevice(reading))
    for (const reading of devices) this.#unused.note(reading)
    return devices.map(({ row }) => row)
  }

  #isDevice({ row, faults, isDevice, positions }: RowReading): boolean {
    if (!isDevice || !positions.has('hardwareHash')) return false
    const reason = faults.length > 0 ? faults.join(', ') : reasonOf(row)
    const name = row.serialNumber || 'no serial number'
    if (reason !== undefined) this.#leaveOut(`Line ${row.line} (${name}) is left out: ${reason}.`)
    return reason === undefined
  }
}

function reasonOf({ hardwareHash }: DeviceRow): string | undefined {
  if (hardwareHash === '') return 'it has no hash'
  if (isWhole(hardwareHash)) return undefined
  const decoded = decodeHardwareHash(hardwareHash)
  return decoded.ok ? undefined : decoded.message.replace(/\.$/, '')
}
