/**
 * Finds the devices in a document of any kind, and what it says about OOBE.
 *
 * It is read in pieces: a few megabytes of text take many times that as lines and fields, and the
 * thread that reads an archive has little memory.
 */
import {
  ByteReader,
  type DeviceRow,
  type Encoding,
  fromQuotedPrintable,
  isQuotedPrintable,
  mentionsTag,
  messagesOf,
  piecesOf,
  readText,
} from 'taxiway-device-csv'
import { type CollectFault, faultOf, shown } from './archive-fault.ts'
import { inUtf8 } from './declared-encoding.ts'
import { type CsvDevices, csvDevices } from './devices/csv-devices.ts'
import { withCut } from './devices/cut-json.ts'
import { type CollectedLink, linksIn } from './devices/device-links.ts'
import { filledRow } from './devices/filled-row.ts'
import { hashesIn, rowOfHash } from './devices/loose-hashes.ts'
import { lossesOf } from './devices/loose-losses.ts'
import { withMissed } from './devices/missed-hashes.ts'
import {
  cellDevices,
  jsonDevices,
  listDevices,
  maxParsedBytes,
  namedDevices,
  programDevices,
} from './devices/named-texts.ts'
import { isRichText, textOfRichText } from './devices/rich-text.ts'
import { EventTable } from './first-boot/exported-events.ts'
import type { OobeNotes } from './first-boot/oobe-notes.ts'
import { isRegistryDump, noteProfile, RegistryReader } from './first-boot/registry-dump.ts'
import { textPieces } from './text-pieces.ts'

/** A device and where it was found. */
export type CollectedDevice = DeviceRow & { readonly source: string }

export type DocumentReading = {
  readonly devices: readonly CollectedDevice[]
  readonly links: readonly CollectedLink[]
  readonly faults: readonly CollectFault[]
}

/** `encoding`: what a person says that it is in. `isPart`: of an archive or a mail, whose parts may be in others. */
export function readDocument(
  {
    name: source,
    encoding,
    isPart = false,
  }: {
    readonly name: string
    readonly encoding: Encoding | undefined
    readonly isPart?: boolean
  },
  written: Uint8Array,
  notes: OobeNotes,
): DocumentReading {
  const bytes = inUtf8(written, { encoding, isPart })
  const head = readText(bytes.subarray(0, 4096))
  if (head === '') return { devices: [], links: [], faults: [] }
  if (/<!DOCTYPE(?!\s+html)|<!ENTITY/i.test(head)) {
    return {
      devices: [],
      links: [],
      faults: [faultOf('xml-refused', source, 'XML with a document type is not read.')],
    }
  }
  noteOobe(source, { head, bytes }, notes)
  const links = linksIn(source, { head, bytes })
  if (links.length > 0) return { devices: [], links, faults: [] }
  const { devices, faults } = withMissed(
    source,
    bytes,
    devicesIn(source, { head, bytes, encoding }),
  )
  if (devices.length + faults.length === 0 && source.endsWith('!text'))
    return { devices: [], links, faults: tagOfMail(source, bytes) }
  return { devices: devices.map((row) => ({ ...filledRow(row), source })), links, faults }
}

/** The text of a mail whose devices are attached may say which tag they are to get. */
function tagOfMail(source: string, bytes: Uint8Array): readonly CollectFault[] {
  const text = bytes.length > maxParsedBytes ? '' : readText(bytes)
  const sentence = text.split(/[\r\n]+/).find((line) => line.length < 2000 && mentionsTag(line))
  if (sentence === undefined) return []
  const said = `The mail names a group tag, which devices without one do not get: ${shown(sentence.trim())}`
  return [faultOf('text-not-used', source, said)]
}

type Document = {
  readonly head: string
  readonly bytes: Uint8Array
  /** Named by a person; the bytes are in UTF-8 already. */
  readonly encoding?: Encoding | undefined
}

function noteOobe(source: string, { head, bytes }: Document, notes: OobeNotes): void {
  const profile = /(AutopilotDDSZTDFile|AutopilotConfigurationFile)[^/\\]*\.json$/i.exec(source)
  if (isRegistryDump(head)) {
    const registry = new RegistryReader(notes)
    for (const piece of piecesOf(bytes)) registry.push(piece)
    registry.end()
  } else if (profile !== null) {
    const isOffline = /Configuration/i.test(profile[1] ?? '')
    if (bytes.length > maxParsedBytes || !noteProfile(readText(bytes), notes, isOffline))
      notes.profile({})
  } else noteEvents(bytes, notes)
}

function noteEvents(bytes: Uint8Array, notes: OobeNotes): void {
  for (const text of textPieces(bytes)) notes.events.text(text)
  const table = new EventTable((id) => notes.events.exported(id))
  const reader = new ByteReader()
  for (const piece of piecesOf(bytes)) table.push(reader.push(piece))
  table.push(reader.end())
  table.end()
}

/** Reads the text by its kind; if that finds nothing, it is searched for lists and for loose hashes. */
function devicesIn(source: string, { head, bytes, encoding }: Document): CsvDevices {
  const start = head.replace(/^(?:\s*\/\/.*\n)+/, '').trimStart()
  if (isRichText(start)) return devicesInRichText(source, bytes)
  const messages = bytes.length > maxParsedBytes ? undefined : messagesOf(readText(bytes))
  if (messages !== undefined) return devicesInMessages(source, messages)
  if (/^(?:"\s*)?[[{]/.test(start)) return devicesInJson(source, bytes)
  if (start.startsWith('<')) return orElse(namedDevices(source, bytes), source, bytes)
  if (isQuotedPrintable(head)) return devicesInMailText(source, bytes)
  return orElse(csvDevices(source, bytes, encoding), source, bytes)
}

function devicesInJson(source: string, bytes: Uint8Array): CsvDevices {
  const found = jsonDevices(source, bytes)
  if (found.devices.length + found.faults.length > 0) return found
  const text = bytes.length > maxParsedBytes ? '' : readText(bytes)
  return withCut(source, text, orElse(found, source, bytes))
}

function orElse(found: CsvDevices, source: string, bytes: Uint8Array): CsvDevices {
  if (found.devices.length + found.faults.length > 0) return found
  for (const search of [cellDevices, programDevices, listDevices]) {
    const listed = search(source, bytes)
    if (listed.devices.length + listed.faults.length > 0) return listed
  }
  const devices = looseDevices(bytes)
  if (devices.length === 0) return found
  const text = bytes.length > maxParsedBytes ? '' : readText(bytes)
  return { devices, faults: lossesOf(source, text, devices) }
}

function devicesInRichText(source: string, bytes: Uint8Array): CsvDevices {
  const text = bytes.length > maxParsedBytes ? '' : textOfRichText(readText(bytes))
  return orElse(csvDevices(source, text), source, new TextEncoder().encode(text))
}

/** The text of a mail as it is sent, without its headers. */
function devicesInMailText(source: string, bytes: Uint8Array): CsvDevices {
  if (bytes.length > maxParsedBytes) return { devices: [], faults: [] }
  const text = new TextEncoder().encode(fromQuotedPrintable(readText(bytes)))
  return devicesIn(source, { head: readText(text.subarray(0, 4096)), bytes: text })
}

function devicesInMessages(source: string, messages: string): CsvDevices {
  const bytes = new TextEncoder().encode(messages)
  return devicesIn(source, { head: readText(bytes.subarray(0, 4096)), bytes })
}

/** Complete hashes anywhere in a text, each once. */
function looseDevices(bytes: Uint8Array): readonly DeviceRow[] {
  const hashes = new Set<string>()
  for (const text of textPieces(bytes)) for (const hash of hashesIn(text)) hashes.add(hash)
  return [...hashes].map((hash, n) => rowOfHash(hash, n + 1))
}
