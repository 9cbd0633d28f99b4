/** What a file holds of devices, as texts to judge: a CSV as it is; of anything else a text made from what was found. */
import {
  checkDeviceCsv,
  type DeviceRow,
  type Encoding,
  piecesOf,
  writeDeviceCsv,
} from 'taxiway-device-csv'
import { stopsImport } from '../../../src/collect/archive-fault.ts'
import { type CollectedDevice, type CollectFault, collect } from '../../../src/collect/collect.ts'
import { SameDevices } from '../../../src/collect/devices/same-devices.ts'
import { isForWatchedThread } from '../../../src/collect/sniff.ts'
import type { SourceFile } from './source-file.ts'

/** The text, to be read once. */
export type TextPieces = Iterable<Uint8Array | string> | AsyncIterable<Uint8Array>

export type FoundText = {
  /** The file, with the entry of an archive behind a `!`. */
  readonly name: string
  readonly pieces: TextPieces
  readonly isMade: boolean
  /** What a person says that the file is in. */
  readonly encoding?: Encoding | undefined
  /** The line of the file that a line of the content stands for. */
  readonly lineOf: (line: number) => number
}

export type Found = {
  readonly texts: readonly FoundText[]
  readonly faults: readonly FoundFault[]
  /** What was read all the same, or passed over. */
  readonly remarks: readonly string[]
}

/** A fault with a code can be accepted by it. */
export type FoundFault = { readonly sentence: string; readonly code?: string }

export type Search = {
  /** Faults with these codes do not stop the import. */
  readonly accepted: ReadonlySet<string>
  /** What a person says that the file is in. */
  readonly encoding?: Encoding | undefined
}

export async function devicesIn(name: string, source: SourceFile, search: Search): Promise<Found> {
  const found = await foundIn(name, source, search)
  const { encoding } = search
  return encoding ? { ...found, texts: found.texts.map((text) => ({ ...text, encoding })) } : found
}

async function foundIn(name: string, source: SourceFile, search: Search): Promise<Found> {
  if (source.head.length === 0)
    return {
      texts: [],
      faults: [{ sentence: `${name}: The file is empty. (Export the devices again.)` }],
      remarks: [],
    }
  if (isForWatchedThread(source.head)) return await searched(name, await source.whole(), search)
  const kind = kindOfText(source.head, search)
  if (kind === 'table') return asItIs(name, source.pieces())
  const bytes = await source.whole()
  const found = await searched(name, bytes, search)
  return kind === 'other' || found.texts.length > 0 ? found : asItIs(name, piecesOf(bytes))
}

function asItIs(name: string, pieces: TextPieces): Found {
  return {
    texts: [{ name, pieces, isMade: false, lineOf: (line) => line }],
    faults: [],
    remarks: [],
  }
}

async function searched(
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  { accepted, encoding }: Search,
): Promise<Found> {
  const devices = new SameDevices<CollectedDevice>()
  const sheets: FoundText[] = []
  const faults: CollectFault[] = []
  await collect(
    { name, size: bytes.length, ...(encoding && { encoding }), open: () => once(bytes) },
    {
      onDevice: (device) => void devices.add(device),
      onSheet: ({ name: sheet, text }) =>
        void sheets.push({
          name: sheet,
          pieces: piecesOf(text),
          isMade: true,
          lineOf: (line) => line,
        }),
      onFault: (fault) => void faults.push(fault),
    },
  )
  const bySource = Map.groupBy(devices.rows, ({ source }) => source)
  const stops = faults.filter((fault) => stopsImport(fault) && !accepted.has(fault.code))
  const reasons: FoundFault[] = stops.map(({ source, code, message }) => ({
    sentence: `${source}: ${message} [${code}]`,
    ...(code !== 'nothing-found' && { code }),
  }))
  if (bySource.size + sheets.length + reasons.length === 0)
    reasons.push({
      sentence: `${name}: It contains no device. What it says about OOBE: taxiway collect ${name}`,
    })
  return {
    texts: [...sheets, ...[...bySource].map(([source, rows]) => madeText(source, rows))],
    faults: reasons,
    remarks: faults
      .filter((fault) => !stops.includes(fault))
      .map(({ source, message }) => `${source}: ${message}`),
  }
}

/** A table is judged as it is; in JSON, XML and the like devices are searched for; of the rest nobody can tell. */
function kindOfText(head: Uint8Array, { encoding }: Search): 'table' | 'other' | 'unknown' {
  const { findings } = checkDeviceCsv(head, encoding && { encoding })
  const codes = new Set(findings.map(({ code }) => code))
  if (codes.has('not-csv')) return 'other'
  return codes.has('header-undecided') || codes.has('kind-unknown') ? 'unknown' : 'table'
}

/** Rows as the strictest text, one line each below its titles. */
function madeText(name: string, rows: readonly DeviceRow[]): FoundText {
  const columns = [
    'serialNumber',
    'productKey',
    'hardwareHash',
    'groupTag',
    'assignedUser',
  ] as const
  const content = writeDeviceCsv(rows, { columns, encoding: 'utf-8', quote: true })
  const lines = rows.map(({ line }) => line)
  return {
    name,
    // As text: whatever encoding is named is that of the file.
    pieces: piecesOf(new TextDecoder().decode(content)),
    isMade: true,
    lineOf: (line) => lines[line - 2] ?? line,
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes.slice()
}
