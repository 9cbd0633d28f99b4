/**
 * One document, whatever it is, to the devices in it and what it says about OOBE.
 *
 * It is read in pieces: a few megabytes of text are many times that once they are lines and fields, and the
 * thread that reads an archive has little memory.
 */
import { DeviceCsvReader, type DeviceRow, piecesOf, readText } from 'taxiway-device-csv'
import { decodeHardwareHash, isUsableHash, statedText } from 'taxiway-hardware-hash'
import { type CollectFault, faultOf } from './archive-fault.ts'
import { readOa3Report } from './oa3-report.ts'
import type { OobeNotes } from './oobe-notes.ts'
import { isRegistryDump, noteProfile, RegistryReader } from './registry-dump.ts'
import { textPieces } from './text-pieces.ts'

/** A device with where it was found. */
export type CollectedDevice = DeviceRow & { readonly source: string }

export type DocumentReading = {
  readonly devices: readonly CollectedDevice[]
  readonly faults: readonly CollectFault[]
}

const maxParsedBytes = 2 << 20

export function readDocument(source: string, bytes: Uint8Array, notes: OobeNotes): DocumentReading {
  const head = readText(bytes.subarray(0, 4096))
  if (head === '') return { devices: [], faults: [] }
  if (/<!DOCTYPE(?!\s+html)|<!ENTITY/i.test(head)) {
    return {
      devices: [],
      faults: [faultOf('xml-refused', source, 'XML with a document type is not read.')],
    }
  }
  noteOobe(source, { head, bytes }, notes)
  const devices = devicesIn(source, { head, bytes })
  return { devices: devices.map((row) => ({ ...row, source })), faults: [] }
}

type Document = { readonly head: string; readonly bytes: Uint8Array }

function noteOobe(source: string, { head, bytes }: Document, notes: OobeNotes): void {
  if (isRegistryDump(head)) {
    const registry = new RegistryReader(notes)
    for (const piece of piecesOf(bytes)) registry.push(piece)
    registry.end()
  } else if (/(?:AutopilotDDSZTDFile|AutopilotConfigurationFile)[^/\\]*\.json$/i.test(source)) {
    if (bytes.length > maxParsedBytes || !noteProfile(readText(bytes), notes)) notes.profile({})
  } else for (const text of textPieces(bytes)) notes.events.text(text)
}

function devicesIn(source: string, { head, bytes }: Document): readonly DeviceRow[] {
  const xml = head.trimStart().startsWith('<')
  const devices = xml ? oa3Devices(bytes) : csvDevices(source, bytes)
  return devices.length > 0 ? devices : looseHashes(bytes)
}

function csvDevices(source: string, bytes: Uint8Array): readonly DeviceRow[] {
  const reader = new DeviceCsvReader(() => undefined, { fileName: source })
  const rows: DeviceRow[] = []
  const keep = ({ row }: { readonly row: DeviceRow }): void => {
    if (row.hardwareHash !== '' && reader.kind !== 'unknown') rows.push(row)
  }
  for (const piece of piecesOf(bytes)) reader.push(piece).forEach(keep)
  reader.end().forEach(keep)
  return rows
}

function oa3Devices(bytes: Uint8Array): readonly DeviceRow[] {
  const text = bytes.length > maxParsedBytes ? '' : readText(bytes)
  if (!text.includes('<HardwareHash')) return []
  try {
    return readOa3Report(text)
  } catch {
    return []
  }
}

/** Whole hashes anywhere in a text, each once; only those whose digest holds, with the serial number they state. */
function looseHashes(bytes: Uint8Array): readonly DeviceRow[] {
  const hashes = new Set<string>()
  for (const text of textPieces(bytes)) {
    for (const [hash] of text.matchAll(/T0[EFGH][A-Za-z0-9+/]{3997}/g)) hashes.add(hash)
  }
  return [...hashes].flatMap(rowOfHash)
}

function rowOfHash(hardwareHash: string): DeviceRow[] {
  const decoded = decodeHardwareHash(hardwareHash)
  if (!isUsableHash(decoded)) return []
  const serialNumber = statedText(decoded.serialNumber)
  return [{ line: 0, serialNumber, productKey: '', hardwareHash, groupTag: '', assignedUser: '' }]
}
