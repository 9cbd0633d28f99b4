/** Devices of a CSV, and a report on every line that is not one: a device with a damaged hash must not vanish silently. */
import {
  DeviceCsvReader,
  type DeviceRow,
  isWhole,
  piecesOf,
  type RowReading,
} from 'taxiway-device-csv'
import { decodeHardwareHash } from 'taxiway-hardware-hash'
import { type CollectFault, faultOf } from './archive-fault.ts'

export type CsvDevices = {
  readonly devices: readonly DeviceRow[]
  readonly faults: readonly CollectFault[]
}

const maxFaults = 1000

/** `content` as text was made, for example of a spreadsheet's cells. */
export function csvDevices(source: string, content: Uint8Array | string): CsvDevices {
  const sieve = new CsvSieve(source, typeof content === 'string')
  const devices: DeviceRow[] = []
  for (const piece of piecesOf(content)) devices.push(...sieve.push(piece))
  devices.push(...sieve.end())
  return { devices, faults: sieve.faults }
}

/** For files of any size: rows come as they are read. */
export class CsvSieve {
  readonly faults: CollectFault[] = []
  readonly #source: string
  readonly #reader: DeviceCsvReader

  constructor(source: string, isMade = false) {
    this.#source = source
    this.#reader = new DeviceCsvReader(() => undefined, { fileName: source, isMade })
  }

  push(chunk: Uint8Array | string): readonly DeviceRow[] {
    return this.#kept(this.#reader.push(chunk))
  }

  end(): readonly DeviceRow[] {
    return this.#kept(this.#reader.end())
  }

  #kept(readings: readonly RowReading[]): readonly DeviceRow[] {
    if (this.#reader.kind === 'unknown') return []
    return readings.filter((reading) => this.#isDevice(reading)).map(({ row }) => row)
  }

  #isDevice({ row, faults, isDevice, positions }: RowReading): boolean {
    if (!isDevice || !positions.has('hardwareHash')) return false
    const reason = faults.length > 0 ? faults.join(', ') : reasonOf(row)
    if (reason !== undefined && this.faults.length < maxFaults) {
      const message = `Line ${row.line} (${row.serialNumber || 'no serial number'}) is left out: ${reason}.`
      this.faults.push(faultOf('row-left-out', this.#source, message))
    }
    return reason === undefined
  }
}

function reasonOf({ hardwareHash }: DeviceRow): string | undefined {
  if (hardwareHash === '') return 'it has no hash'
  if (isWhole(hardwareHash)) return undefined
  const decoded = decodeHardwareHash(hardwareHash)
  return decoded.ok ? undefined : decoded.message.replace(/\.$/, '')
}
