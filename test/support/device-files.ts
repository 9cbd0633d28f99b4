/** Device CSVs made of the fixtures, for tests that need a file on disk. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeHardwareHash, isJunkSerial, makeFleet } from 'taxiway-hardware-hash'
import { hashFixtures } from './hardware-hashes.ts'

export type Row = { readonly serial: string; readonly hardwareHash: string }

/** A CSV as the official script writes its text: CRLF, no quotes. */
export function csvOf(rows: readonly Row[]): string {
  const lines = rows.map(({ serial, hardwareHash }) => `${serial},,${hardwareHash}`)
  return ['Device Serial Number,Windows Product ID,Hardware Hash', ...lines, ''].join('\r\n')
}

/** Writes `rows`, the ten fixtures when absent, to `name` in `folder`; answers the path. */
export function writeDevices(
  folder: string,
  name: string,
  rows: readonly Row[] = hashFixtures,
): string {
  const path = join(folder, name)
  writeFileSync(path, csvOf(rows))
  return path
}

/** `count` made-up machines, others for every `seed`. */
export function fleetRows(seed: string, count: number): readonly Row[] {
  return [...makeFleet({ seed, count })].map(({ index, hash }) => {
    const hardwareHash = hash().text
    return { serial: serialIn(hardwareHash) || `${seed}-${index}`, hardwareHash }
  })
}

/** The serial number inside the hash, by which the device is registered; '' where it has none. */
function serialIn(hardwareHash: string): string {
  const decoded = decodeHardwareHash(hardwareHash)
  const serial = decoded.ok ? (decoded.serialNumber ?? '') : ''
  return isJunkSerial(serial) ? '' : serial
}

/** The row with one character in the middle of its hash changed for another one of Base64. */
export function damaged({ serial, hardwareHash }: Row): Row {
  const middle = hardwareHash.length / 2
  const other = hardwareHash[middle] === 'A' ? 'B' : 'A'
  return {
    serial,
    hardwareHash: hardwareHash.slice(0, middle) + other + hardwareHash.slice(middle + 1),
  }
}
