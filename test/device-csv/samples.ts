/** The ten sample devices, as every test of this area uses them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DeviceRow } from 'taxiway-device-csv'

const root = join(import.meta.dirname, '..', '..')

export type SampleDevice = {
  readonly id: string
  readonly manufacturer: string
  readonly model: string
  /** '' where the firmware gives none. */
  readonly serialNumber: string
  readonly productKey: string
  readonly hash: string
}

export const sampleDevices: readonly SampleDevice[] = readFileSync(
  join(root, 'test/fixtures/hardware-hashes.tsv'),
  'utf8',
)
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.replace(/\r$/, '').split('\t'))
  .map(
    ([
      id = '',
      manufacturer = '',
      model = '',
      serial = '',
      ,
      ,
      ,
      ,
      ,
      productKey = '',
      hash = '',
    ]) => ({
      id,
      manufacturer,
      model,
      serialNumber: serial === 'SMBIOS_STRING_INDEX_0' ? '' : serial,
      productKey,
      hash,
    }),
  )

/** The n-th sample (from 0) as a row; the line is where it would stand in a file with a header. */
export function sampleRow(n: number, changes: Partial<DeviceRow> = {}): DeviceRow {
  const device = sampleDevices[n]
  if (device === undefined) throw new RangeError(`there is no sample ${n}`)
  return {
    line: n + 2,
    serialNumber: device.serialNumber,
    productKey: '',
    hardwareHash: device.hash,
    groupTag: '',
    assignedUser: '',
    ...changes,
  }
}

export const exampleFile = (name: string): string => join(root, 'examples', name)
