/**
 * Unpacks one archive, inside a thread of its own with a memory limit of its own.
 *
 * Only entries whose name promises text, a known event log or a further archive are unpacked, piece by piece against
 * the limits, and only into memory; an entry's name is a label and never a path. What an entry gives is sent at once,
 * so that a thread which must be killed has not worked in vain.
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { type CollectFault, faultOf, shown } from './archive-fault.ts'
import { hasQuantumFolder } from './cabinet.ts'
import { isEventLog } from './event-log/read-event-log.ts'
import { GrowingBytes } from './growing-bytes.ts'
import { knownLogName } from './known-events.ts'
import { openWithLibarchive } from './libarchive-archive.ts'
import type { ArchiveLimits } from './limits.ts'
import { type OobeFacts, OobeNotes } from './oobe-notes.ts'
import type { ArchiveEntry, OpenArchive } from './open-archive.ts'
import { openQuantumCabinet } from './quantum-archive.ts'
import { type CollectedDevice, readDocument } from './read-document.ts'
import { readLog } from './read-log.ts'
import { isArchive } from './sniff.ts'
import type { TimelineEvent } from './timeline.ts'

export type WorkerInput = {
  readonly name: string
  readonly bytes: Uint8Array
  readonly limits: ArchiveLimits
}

export type WorkerOutput =
  | { readonly kind: 'devices'; readonly devices: readonly CollectedDevice[] }
  | { readonly kind: 'oobe'; readonly facts: OobeFacts }
  | { readonly kind: 'timeline'; readonly events: readonly TimelineEvent[] }
  | { readonly kind: 'fault'; readonly fault: CollectFault }
  | { readonly kind: 'done' }

const wanted = /\.(?:csv|tsv|txt|xml|json|reg|html?|log)$/i
const nested = /\.(?:zip|cab)$/i

class Unpacker {
  readonly #limits: ArchiveLimits
  readonly #port: MessagePort
  readonly #notes: OobeNotes
  readonly #buffer = new GrowingBytes(0)
  #entries = 0
  #total = 0
  #packed = 0
  #passed = 0
  #stopped = false

  constructor({ name, limits }: WorkerInput, port: MessagePort) {
    this.#notes = new OobeNotes(name)
    this.#limits = limits
    this.#port = port
  }

  /** Reads the file that was handed over: an archive, or an event log by itself. */
  async open({ name, bytes }: WorkerInput): Promise<void> {
    this.#packed = bytes.length
    if (isEventLog(bytes)) this.#log(bytes, name)
    else await this.#unpack(name, bytes, 1)
  }

  async #unpack(name: string, bytes: Uint8Array, depth: number): Promise<void> {
    let archive: OpenArchive
    try {
      archive = await (hasQuantumFolder(bytes) ? openQuantumCabinet : openWithLibarchive)(bytes)
    } catch (error) {
      this.#fault('damaged', name, `This is no readable archive: ${messageOf(error)}`)
      return
    }
    // The reader has its own copy now; giving this one back at once halves the memory.
    if (depth === 1) (bytes.buffer as ArrayBuffer).transfer(0)
    try {
      await this.#walk(archive, name, depth)
    } catch (error) {
      this.#fault('damaged', name, `The archive is damaged: ${messageOf(error)}`)
    }
    archive.close()
  }

  async #walk(archive: OpenArchive, name: string, depth: number): Promise<void> {
    for await (const entry of archive.entries()) {
      if (++this.#entries > this.#limits.entries) {
        this.#stop(
          'too-many-entries',
          name,
          `It has more than ${this.#limits.entries} entries; the rest was not read.`,
        )
      }
      const { skipsByReading } = archive
      if (!this.#stopped) await this.#entry(entry, { archive: name, depth, skipsByReading })
      if (this.#stopped) return
    }
    const trouble = archive.trouble()
    if (trouble !== undefined) this.#fault('damaged', name, `The archive ends early: ${trouble}`)
  }

  async #entry(
    entry: ArchiveEntry,
    at: { archive: string; depth: number; skipsByReading: boolean },
  ): Promise<void> {
    const { name } = entry
    const source = `${at.archive}!${shown(name)}`
    if (entry.isLink) {
      this.#fault('link', source, 'It is a link to somewhere else and was passed over.')
      return
    }
    this.#judgeName(name, source)
    if (!nested.test(name) && !wanted.test(name) && !knownLogName.test(name)) {
      if (at.skipsByReading) this.#pass(entry, source)
      return
    }
    if (entry.isEncrypted) {
      this.#fault('encrypted', source, 'It is encrypted; unpack it with its password first.')
      return
    }
    const bytes = this.#read(entry, source)
    if (bytes !== undefined) await this.#use(bytes, source, at.depth)
  }

  /** Where the reader unpacks what it passes over, that is counted, too: a bomb may have any name. */
  #pass(entry: ArchiveEntry, source: string): void {
    try {
      entry.unpack((piece) => {
        this.#passed += piece.length
        if (this.#passed > this.#limits.passedBytes)
          this.#stop(
            'total-too-large',
            source,
            `More than ${this.#limits.passedBytes >> 20} MB had to be passed over.`,
          )
        return !this.#stopped
      })
    } catch {
      // What nobody wants may be damaged.
    }
  }

  #judgeName(name: string, source: string): void {
    if (isUnsafe(name))
      this.#fault(
        'unsafe-name',
        source,
        'Its name points outside the archive; names are never used as paths.',
      )
  }

  async #use(bytes: Uint8Array, source: string, depth: number): Promise<void> {
    if (isEventLog(bytes)) this.#log(bytes, source)
    else if (knownLogName.test(source))
      this.#fault(
        'event-log-not-read',
        source,
        'It is named like an event log and is none; export it anew.',
      )
    else if (!isArchive(bytes)) this.#document(bytes, source)
    else if (depth < this.#limits.depth) await this.#unpack(source, bytes, depth + 1)
    else
      this.#fault(
        'too-deep',
        source,
        `Archives inside archives are read ${this.#limits.depth} deep.`,
      )
  }

  #log(bytes: Uint8Array, source: string): void {
    for (const fault of readLog(source, bytes, this.#notes.events))
      this.#send({ kind: 'fault', fault })
    const { events, left } = this.#notes.events.timeline.take()
    if (events.length > 0) this.#send({ kind: 'timeline', events })
    if (left > 0)
      this.#fault(
        'event-log-cut',
        source,
        `Its newest events are told, ${left} older ones are not.`,
      )
    this.#reportOobeEvents()
  }

  #document(bytes: Uint8Array, source: string): void {
    const { devices, faults } = readDocument(source, bytes, this.#notes)
    if (devices.length > 0) this.#send({ kind: 'devices', devices })
    for (const fault of faults) this.#send({ kind: 'fault', fault })
    this.#reportOobeEvents()
  }

  #reportOobeEvents(): void {
    const facts = this.#notes.facts()
    if (facts !== undefined) this.#send({ kind: 'oobe', facts })
  }

  /**
   * The whole entry, or undefined when it is damaged or a limit was met; good until the next entry is read.
   * Of an event log, whose parts stand alone, as much as an entry may have. Sizes that the archive states are not
   * believed.
   */
  #read(entry: ArchiveEntry, source: string): Uint8Array | undefined {
    const most = knownLogName.test(entry.name) ? this.#limits.entryBytes : Number.POSITIVE_INFINITY
    let size = 0
    this.#buffer.clear()
    try {
      entry.unpack((piece) => {
        this.#buffer.add(piece.subarray(0, Math.max(0, most - size)))
        size += piece.length
        this.#total += piece.length
        return !this.#exceeds(this.#buffer.bytes.length, source)
      })
    } catch (error) {
      this.#fault('damaged', source, `It cannot be unpacked: ${messageOf(error)}`)
      return undefined
    }
    if (size > most)
      this.#fault(
        'event-log-cut',
        source,
        `Only its first ${most >> 20} MB are read; unpacked and by itself up to ${this.#limits.eventLogBytes >> 20} MB are.`,
      )
    return this.#stopped ? undefined : this.#buffer.bytes
  }

  #exceeds(size: number, source: string): boolean {
    const { entryBytes, archiveBytes, totalBytes, ratio } = this.#limits
    const most = isArchive(this.#buffer.bytes) ? archiveBytes : entryBytes
    const megabytes = (bytes: number): string => `${bytes >> 20} MB`
    if (size > most)
      this.#stop('entry-too-large', source, `It is larger than ${megabytes(most)} unpacked.`)
    else if (this.#total > totalBytes)
      this.#stop(
        'total-too-large',
        source,
        `The archive unpacks to more than ${megabytes(totalBytes)}.`,
      )
    else if (this.#total > 1 << 20 && this.#total > ratio * this.#packed) {
      this.#stop(
        'ratio-too-high',
        source,
        `It unpacks to more than ${ratio} times its size, as bombs do.`,
      )
    }
    return this.#stopped
  }

  #stop(code: CollectFault['code'], source: string, message: string): void {
    this.#stopped = true
    this.#fault(code, source, message)
  }

  #fault(code: CollectFault['code'], source: string, message: string): void {
    this.#send({ kind: 'fault', fault: faultOf(code, source, message) })
  }

  #send(output: WorkerOutput): void {
    this.#port.postMessage(output)
  }
}

/** Absolute, on a drive, or climbing out. */
function isUnsafe(name: string): boolean {
  return /^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)/.test(name)
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)

if (parentPort !== null) {
  const input = workerData as WorkerInput
  await new Unpacker(input, parentPort).open(input)
  parentPort.postMessage({ kind: 'done' } satisfies WorkerOutput)
}
