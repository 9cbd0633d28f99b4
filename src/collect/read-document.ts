/** One document, whatever it is, to the devices in it and what it says about OOBE. */

import { type DeviceRow, readDeviceCsv, readText } from '../device-csv/index.ts'
import { decodeHardwareHash, isUsableHash } from '../hardware-hash/index.ts'
import { type CollectFault, faultOf } from './archive-fault.ts'
import { readOa3Report } from './oa3-report.ts'
import type { OobeNotes } from './oobe-notes.ts'
import { isRegistryDump, noteProfile, readRegistryDump } from './registry-dump.ts'

/** A device with where it was found. */
export type CollectedDevice = DeviceRow & { readonly source: string }

export type DocumentReading = {
  readonly devices: readonly CollectedDevice[]
  readonly faults: readonly CollectFault[]
}

export function readDocument(source: string, bytes: Uint8Array, notes: OobeNotes): DocumentReading {
  const text = readText(bytes)
  const start = text.slice(0, 4096).trimStart()
  if (/<!DOCTYPE(?!\s+html)|<!ENTITY/i.test(start)) {
    return {
      devices: [],
      faults: [faultOf('xml-refused', source, 'XML with a document type is not read.')],
    }
  }
  noteOobe(source, text, notes)
  const devices = devicesIn(text, bytes, source)
  return { devices: devices.map((row) => ({ ...row, source })), faults: [] }
}

function noteOobe(source: string, text: string, notes: OobeNotes): void {
  if (isRegistryDump(text)) readRegistryDump(text, notes)
  else if (/(?:AutopilotDDSZTDFile|AutopilotConfigurationFile)[^/\\]*\.json$/i.test(source)) {
    if (!noteProfile(text, notes)) notes.profile({})
  } else if (/ModernDeployment-Diagnostics-Provider|Ztd[A-Z]\w+/.test(text)) notes.events(text)
}

function devicesIn(text: string, bytes: Uint8Array, source: string): readonly DeviceRow[] {
  if (text.trimStart().startsWith('<')) {
    const fromReport = text.includes('<HardwareHash') ? oa3Devices(text) : []
    return fromReport.length > 0 ? fromReport : looseHashes(text)
  }
  const { kind, rows } = readDeviceCsv(bytes, { fileName: source })
  const devices = kind === 'unknown' ? [] : rows.filter(({ hardwareHash }) => hardwareHash !== '')
  return devices.length > 0 ? devices : looseHashes(text)
}

function oa3Devices(text: string): readonly DeviceRow[] {
  try {
    return readOa3Report(text)
  } catch {
    return []
  }
}

/** Whole hashes anywhere in a text, each once; only those whose digest holds, and with the serial number they state. */
function looseHashes(text: string): readonly DeviceRow[] {
  const found = new Map<string, DeviceRow>()
  for (const match of text.matchAll(/T0[EFGH][A-Za-z0-9+/]{3997}/g)) {
    const decoded = decodeHardwareHash(match[0])
    if (!isUsableHash(decoded) || found.has(match[0])) continue
    const { serialNumber } = decoded
    const known =
      serialNumber === null || serialNumber === 'SMBIOS_STRING_INDEX_0' ? '' : serialNumber
    const line = text.slice(0, match.index).split('\n').length
    found.set(match[0], {
      line,
      serialNumber: known,
      productKey: '',
      hardwareHash: match[0],
      groupTag: '',
      assignedUser: '',
    })
  }
  return [...found.values()]
}
