/**
 * Devices and OOBE traces out of one file that somebody has: a diagnostics archive, an export, a report.
 * Server-free, and nothing is ever written: what is found is handed over.
 */
import { DeviceCsvReader } from '../device-csv/index.ts'
import { type CollectFault, faultOf } from './archive-fault.ts'
import { type ArchiveLimits, archiveLimits } from './limits.ts'
import { OobeNotes, type OobeState } from './oobe-notes.ts'
import { readArchive } from './read-archive.ts'
import { type CollectedDevice, readDocument } from './read-document.ts'
import { isArchive } from './sniff.ts'

export type { CollectFault } from './archive-fault.ts'
export type { OobeState } from './oobe-notes.ts'
export type { CollectedDevice } from './read-document.ts'

export type CollectSource = {
  readonly name: string
  /** In bytes; 0 when unknown. */
  readonly size: number
  readonly open: () => AsyncIterable<Uint8Array>
}

export type CollectEvents = {
  readonly onDevice: (device: CollectedDevice) => void
  readonly onFault: (fault: CollectFault) => void
}

/** Reads `source` to its end; resolves to what it tells about OOBE, undefined when that is nothing. */
export async function collect(
  source: CollectSource,
  events: CollectEvents,
  limits: ArchiveLimits = archiveLimits,
): Promise<OobeState | undefined> {
  const { head, rest } = await headOf(source, limits)
  if (rest !== undefined) return streamCsv(source.name, rest, events)
  const notes = new OobeNotes(source.name)
  const take = (name: string, bytes: Uint8Array): void => {
    const { devices, faults } = readDocument(name, bytes, notes)
    for (const device of devices) events.onDevice(device)
    for (const fault of faults) events.onFault(fault)
  }
  if (!isArchive(head)) take(source.name, head)
  else if (head.length > limits.archiveBytes) {
    events.onFault(
      faultOf(
        'archive-too-large',
        source.name,
        `Archives up to ${limits.archiveBytes >> 20} MB are read.`,
      ),
    )
  } else {
    const archive = { name: source.name, bytes: head }
    await readArchive(archive, { onEntry: take, onFault: events.onFault }, limits)
  }
  return notes.state()
}

/** Text larger than an entry may be is a long list, and is read as one while it streams. */
async function headOf(source: CollectSource, limits: ArchiveLimits) {
  const parts: Uint8Array[] = []
  let size = 0
  const chunks = source.open()[Symbol.asyncIterator]()
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    parts.push(next.value)
    size += next.value.length
    const archive = isArchive(parts[0] ?? new Uint8Array(0))
    if (archive && size > limits.archiveBytes) {
      await chunks.return?.()
      break
    }
    if (!archive && size > limits.entryBytes)
      return { head: new Uint8Array(0), rest: chained(parts, chunks) }
  }
  return { head: joined(parts, size), rest: undefined }
}

async function* chained(
  parts: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* parts
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
}

async function streamCsv(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  events: CollectEvents,
): Promise<undefined> {
  const reader = new DeviceCsvReader(() => undefined, { fileName: name })
  for await (const chunk of chunks) {
    for (const { row } of reader.push(chunk))
      if (row.hardwareHash !== '') events.onDevice({ ...row, source: name })
  }
  for (const { row } of reader.end())
    if (row.hardwareHash !== '') events.onDevice({ ...row, source: name })
  return undefined
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
