/** A row of an import between its file and its submission: what is needed of it, without its hash in memory. */
import { type DeviceRow, decodedHash, sameSerial } from 'taxiway-device-csv'
import { isJunkSerial } from 'taxiway-hardware-hash'
import { filledRow } from '../../../src/collect/devices/filled-row.ts'
import { type KeptHash, textOf } from './kept-hash.ts'
import type { KeptHashes } from './kept-hashes.ts'

/** What is missing in the file, and the hash says, is filled in. */
export type ImportRow = Pick<
  DeviceRow,
  'line' | 'serialNumber' | 'productKey' | 'groupTag' | 'assignedUser'
> & {
  readonly hash: KeptHash
  /** False: Graph would refuse the whole request for it. */
  readonly isBase64: boolean
  /** The serial number in the hash, by which the device is registered, where the file has another. */
  readonly hashSerialNumber?: string
}

/** `line`: of its file. */
export function importRow(row: DeviceRow, line: number, hashes: KeptHashes): ImportRow {
  const { hardwareHash } = row
  const filled = filledRow(row)
  const decoded = decodedHash(hardwareHash)
  const inHash = decoded.ok ? (decoded.serialNumber ?? '').trim() : ''
  const isOther = !isJunkSerial(inHash) && !sameSerial(inHash, filled.serialNumber)
  return {
    line,
    serialNumber: copied(filled.serialNumber),
    productKey: copied(filled.productKey),
    groupTag: copied(filled.groupTag),
    assignedUser: copied(filled.assignedUser),
    hash: hashes.keep(hardwareHash),
    isBase64: decoded.ok || /^[A-Za-z0-9+/]*={0,2}$/.test(hardwareHash),
    ...(isOther && { hashSerialNumber: inHash }),
  }
}

/** The row with its hash, as it is written to a file. */
export function deviceRowOf({ hash, ...row }: ImportRow): DeviceRow {
  return { ...row, hardwareHash: textOf(hash) }
}

/** A value that is a part of its file's text would keep that in memory. */
function copied(text: string): string {
  return text === '' ? '' : Buffer.from(text).toString()
}
