/**
 * Finds devices and OOBE traces in one file: a diagnostics archive, an event log, an export, a
 * report.
 * Needs no server and writes nothing: what is found is passed to callbacks.
 */
import { checkDeviceCsv, type DeviceRow, type Encoding } from 'taxiway-device-csv'
import { type CollectFault, faultOf } from './archive-fault.ts'
import { GrowingBytes } from './archives/growing-bytes.ts'
import { CsvSieve, csvDevices } from './devices/csv-devices.ts'
import { type CollectedLink, linkPassedOver } from './devices/device-links.ts'
import { filledRow } from './devices/filled-row.ts'
import { type OobeFacts, OobeNotes, type OobeState } from './first-boot/oobe-notes.ts'
import type { TimelineEvent } from './first-boot/timeline.ts'
import { type ArchiveLimits, archiveLimits } from './limits.ts'
import { type CollectedDevice, readDocument } from './read-document.ts'
import type { SheetText } from './sheets/sheet-texts.ts'
import { isForWatchedThread, maxBytes } from './sniff.ts'
import { readArchive } from './worker/read-archive.ts'

export type { CollectFault } from './archive-fault.ts'
export type { CollectedLink } from './devices/device-links.ts'
export type { OobeState } from './first-boot/oobe-notes.ts'
export type { CollectedDevice } from './read-document.ts'

export type CollectSource = {
  readonly name: string
  /** In bytes; 0 when unknown. */
  readonly size: number
  /** What a person says that its text is in, where it does not show that itself. */
  readonly encoding?: Encoding
  readonly open: () => AsyncIterable<Uint8Array>
}

export type CollectHandlers = {
  readonly onDevice: (device: CollectedDevice) => void
  /** Absent: that there are some is reported. */
  readonly onLink?: (link: CollectedLink) => void
  /** A sheet of devices as text; absent: its devices are reported individually. */
  readonly onSheet?: (sheet: SheetText) => void
  readonly onFault: (fault: CollectFault) => void
}

/** Reads `source` to its end; resolves to what it says about OOBE, or undefined if nothing. */
export async function collect(
  source: CollectSource,
  handlers: CollectHandlers,
  limits: ArchiveLimits = archiveLimits,
): Promise<OobeState | undefined> {
  let delivered = 0
  const onSheet =
    handlers.onSheet ??
    (({ name, text }: SheetText): void => {
      const { devices, faults } = csvDevices(name, text)
      for (const row of devices) handlers.onDevice({ ...filledRow(row), source: name })
      faults.forEach(handlers.onFault)
    })
  const onLink =
    handlers.onLink ??
    (({ source: name }: CollectedLink): void => handlers.onFault(linkPassedOver(name)))
  const state = await readSource(
    source,
    {
      onLink: (link) => {
        delivered++
        onLink(link)
      },
      onSheet: (sheet) => {
        delivered++
        onSheet(sheet)
      },
      onDevice: (device) => {
        delivered++
        handlers.onDevice(device)
      },
      onFault: (fault) => {
        delivered++
        handlers.onFault(fault)
      },
    },
    limits,
  )
  if (delivered === 0 && state === undefined)
    handlers.onFault(faultOf('nothing-found', source.name, await reasonOf(source)))
  return state
}

/** Why nothing was found: what the file is, judging by its beginning. */
async function reasonOf({ name, open, encoding }: CollectSource): Promise<string> {
  if (name === '-') return 'It contains no complete hardware hash.'
  const parts: Uint8Array[] = []
  for await (const chunk of open()) {
    parts.push(chunk)
    break
  }
  const head = parts[0] ?? new Uint8Array(0)
  if (head.length === 0) return 'The file is empty.'
  if (isForWatchedThread(head)) return 'Nothing in it contains a hardware hash.'
  const { findings } = checkDeviceCsv(head, { fileName: name, ...(encoding && { encoding }) })
  const other = findings.find(({ code }) => code === 'not-text' || code === 'not-csv')
  if (other?.code === 'not-text')
    return `${other.message} It is not read: unpack or export it first, and use the result.`
  if (other !== undefined) return `${other.message} It contains no complete hardware hash.`
  return 'It contains no complete hardware hash; taxiway csv check says what it is.'
}

async function readSource(
  source: CollectSource,
  handlers: Required<CollectHandlers>,
  limits: ArchiveLimits,
): Promise<OobeState | undefined> {
  const { head, rest } = await headOf(source, limits)
  if (rest !== undefined) return streamCsv(source, rest, handlers)
  if (!isForWatchedThread(head)) return readOne(source, head, handlers)
  let facts: OobeFacts | undefined
  const timeline: TimelineEvent[] = []
  await readArchive(
    { name: source.name, bytes: head, ...(source.encoding && { encoding: source.encoding }) },
    {
      onDevices: (devices) => devices.forEach(handlers.onDevice),
      onLinks: (links) => links.forEach(handlers.onLink),
      onOobe: (latest) => {
        facts = latest
      },
      onTimeline: (more) => timeline.push(...more),
      onSheet: handlers.onSheet,
      onFault: handlers.onFault,
    },
    limits,
  )
  return stateOf(facts, timeline)
}

function stateOf(
  facts: OobeFacts | undefined,
  timeline: readonly TimelineEvent[],
): OobeState | undefined {
  return facts && { ...facts, timeline: timeline.toSorted(byTime) }
}

/** Events without a time come first. */
function byTime({ time: a }: TimelineEvent, { time: b }: TimelineEvent): number {
  if (a === b) return 0
  return (a ?? '') < (b ?? '') ? -1 : 1
}

function readOne(
  { name, encoding }: CollectSource,
  bytes: Uint8Array,
  handlers: Required<CollectHandlers>,
): OobeState | undefined {
  const notes = new OobeNotes(name)
  const { devices, links, faults } = readDocument({ name, encoding }, bytes, notes)
  devices.forEach(handlers.onDevice)
  links.forEach(handlers.onLink)
  faults.forEach(handlers.onFault)
  return stateOf(notes.facts(), [])
}

/** Text larger than the entry limit is a long list, and is read as a stream. */
async function headOf(source: CollectSource, limits: ArchiveLimits) {
  const head = new GrowingBytes(source.size)
  const chunks = source.open()[Symbol.asyncIterator]()
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    head.add(next.value)
    if (head.bytes.length <= maxBytes(head.bytes, limits)) continue
    if (!isForWatchedThread(head.bytes))
      return { head: head.bytes, rest: chained(head.bytes, chunks) }
    await chunks.return?.()
    break
  }
  return { head: head.bytes, rest: undefined }
}

async function* chained(
  head: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield head
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
}

async function streamCsv(
  { name, encoding }: CollectSource,
  chunks: AsyncIterable<Uint8Array>,
  handlers: CollectHandlers,
): Promise<undefined> {
  const sieve = new CsvSieve(name, { encoding })
  const emit = (row: DeviceRow): void => handlers.onDevice({ ...filledRow(row), source: name })
  for await (const chunk of chunks) sieve.push(chunk).forEach(emit)
  sieve.end().forEach(emit)
  sieve.faults.forEach(handlers.onFault)
  return undefined
}
