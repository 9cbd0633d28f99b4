/**
 * Unpacks one archive, in its own thread with its own memory limit.
 *
 * Only entries whose name suggests text, a known event log or another archive are unpacked, piece by piece within
 * the limits, and only into memory; an entry's name is a label and never a path. Results are sent at once,
 * so that they are not lost if the thread has to be killed.
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { Encoding } from 'taxiway-device-csv'
import { shown } from '../archive-fault.ts'
import { hasQuantumFolder } from '../archives/cabinet.ts'
import { EntryReader, messageOf } from '../archives/entry-reader.ts'
import { isFolded, unfolded } from '../archives/folded.ts'
import { openWithLibarchive } from '../archives/libarchive-archive.ts'
import type { ArchiveEntry, OpenArchive } from '../archives/open-archive.ts'
import { isOutlookMail } from '../archives/outlook-mail.ts'
import { openQuantumCabinet } from '../archives/quantum-archive.ts'
import { isWanted } from '../archives/wanted-entries.ts'
import { isWordDocument } from '../archives/word-document.ts'
import { isEventLog } from '../event-log/read-event-log.ts'
import { knownLogName } from '../first-boot/known-events.ts'
import type { ArchiveLimits } from '../limits.ts'
import { tableOfDevices } from '../sheets/table-of-devices.ts'
import { readParts, readWorkbook } from '../sheets/workbook.ts'
import { isArchive, isCompound, isPackedWorkbook, isTable } from '../sniff.ts'
import { wordPage, workbookParts } from './document-parts.ts'
import { type EntryFault, unreadKind, unsafeName } from './entry-faults.ts'
import type { WorkerInput, WorkerOutput } from './worker-messages.ts'
import { WorkerReport } from './worker-report.ts'

class Unpacker {
  readonly #limits: ArchiveLimits
  readonly #report: WorkerReport
  readonly #reader: EntryReader
  readonly #encoding: Encoding | undefined
  #entries = 0

  constructor(input: WorkerInput, port: MessagePort) {
    const { bytes, limits, encoding } = input
    this.#limits = limits
    this.#encoding = encoding
    this.#report = new WorkerReport(input, port)
    this.#reader = new EntryReader(limits, bytes.length, (fault) => this.#report.found(fault))
  }

  /** Reads the file passed to the thread. */
  async open({ name, bytes }: WorkerInput): Promise<void> {
    await this.#use(bytes, name, 0)
  }

  async #unpack(name: string, bytes: Uint8Array, depth: number): Promise<void> {
    const isBook = isPackedWorkbook(bytes)
    const isWord = isWordDocument(bytes)
    let archive: OpenArchive
    try {
      archive = await (hasQuantumFolder(bytes) ? openQuantumCabinet : openWithLibarchive)(bytes)
    } catch (error) {
      this.#report.fault('damaged', name, `This is not a readable archive: ${messageOf(error)}`)
      return
    }
    // The reader has its own copy now; releasing this one at once halves the memory.
    if (depth === 1) (bytes.buffer as ArrayBuffer).transfer(0)
    try {
      if (isBook) await this.#packedWorkbook(archive.entries(), name)
      else if (isWord) await this.#wordDocument(archive.entries(), name, depth)
      else await this.#walk(archive, name, depth)
    } catch (error) {
      this.#report.fault('damaged', name, `The archive is damaged: ${messageOf(error)}`)
    }
    archive.close()
  }

  async #walk(archive: OpenArchive, name: string, depth: number): Promise<void> {
    for await (const entry of archive.entries()) {
      if (++this.#entries > this.#limits.entries) {
        this.#reader.stop(
          'too-many-entries',
          name,
          `It has more than ${this.#limits.entries} entries; the rest was not read.`,
        )
      }
      const { skipsByReading } = archive
      if (!this.#reader.isStopped)
        await this.#entry(entry, { archive: name, depth, skipsByReading })
      if (this.#reader.isStopped) return
    }
    const trouble = archive.trouble()
    if (trouble !== undefined)
      this.#report.fault('damaged', name, `The archive ends early: ${trouble}`)
  }

  async #entry(
    entry: ArchiveEntry,
    at: { archive: string; depth: number; skipsByReading: boolean },
  ): Promise<void> {
    const { name } = entry
    // One whose name cannot be read may be anything, so it is looked into.
    const isNameless = name === ''
    const source = `${at.archive}!${isNameless ? `entry ${this.#entries}` : shown(name)}`
    if (entry.isLink) {
      this.#report.fault('link', source, 'It is a link to somewhere else and was skipped.')
      return
    }
    this.#say(unsafeName(name), source)
    if (!isNameless && !isWanted(name)) {
      this.#say(unreadKind(name), source)
      if (at.skipsByReading) this.#reader.pass(entry, source)
      return
    }
    if (entry.isEncrypted) {
      this.#report.fault('encrypted', source, 'It is encrypted; unpack it with its password first.')
      return
    }
    const bytes = this.#reader.read(entry, source)
    if (bytes !== undefined) await this.#use(bytes, source, at.depth)
  }

  async #use(bytes: Uint8Array, source: string, depth: number): Promise<void> {
    if (isEventLog(bytes)) this.#report.log(bytes, source)
    else if (knownLogName.test(source))
      this.#report.fault(
        'event-log-not-read',
        source,
        'It is named like an event log but is not one; export it again.',
      )
    else if (isCompound(bytes) && !isOutlookMail(bytes))
      this.#report.sheets(source, await readWorkbook(bytes))
    else if (isTable(bytes)) await this.#table(bytes, source)
    else if (!isFolded(bytes)) this.#report.document(bytes, source)
    else if (depth >= this.#limits.depth)
      this.#report.fault(
        'too-deep',
        source,
        `Nested archives are read to a depth of ${this.#limits.depth}.`,
      )
    else if (isArchive(bytes)) await this.#unpack(source, bytes, depth + 1)
    else await this.#unfold(bytes, source, depth + 1)
  }

  /** A gzip file, or a mail with its attachments. */
  async #unfold(bytes: Uint8Array, source: string, depth: number): Promise<void> {
    const max = this.#reader.room
    const found = await unfolded(source, bytes, max)
    if (!found.ok) {
      const code = found.isTooLarge ? 'entry-too-large' : 'damaged'
      const message = found.isTooLarge
        ? `It is larger than ${max >> 20} MB unpacked.`
        : `It cannot be unpacked: ${found.message}`
      this.#report.fault(code, source, message)
      return
    }
    for (const part of found.parts) {
      this.#reader.took(part.bytes.length)
      this.#say(unreadKind(part.name), `${source}!${shown(part.name)}`)
      await this.#use(part.bytes, `${source}!${shown(part.name)}`, depth)
    }
  }

  async #packedWorkbook(entries: ReturnType<OpenArchive['entries']>, name: string): Promise<void> {
    const max = this.#limits.archiveBytes
    const parts = await workbookParts(entries, this.#reader, { name, max })
    if (parts !== undefined) this.#report.sheets(name, await readParts(parts))
  }

  async #wordDocument(
    entries: ReturnType<OpenArchive['entries']>,
    name: string,
    depth: number,
  ): Promise<void> {
    const page = await wordPage(entries, this.#reader, name)
    if (page !== undefined) await this.#use(page, name, depth)
  }

  async #table(bytes: Uint8Array, source: string): Promise<void> {
    const table = await tableOfDevices(bytes, source, this.#encoding)
    if (table === undefined) {
      this.#report.document(bytes, source)
      return
    }
    this.#report.sheets(source, table.reading)
    this.#say(table.fault, source)
  }

  #say(fault: EntryFault | undefined, source: string): void {
    if (fault !== undefined) this.#report.fault(fault.code, source, fault.message)
  }
}

if (parentPort !== null) {
  const input = workerData as WorkerInput
  await new Unpacker(input, parentPort).open(input)
  parentPort.postMessage({ kind: 'done' } satisfies WorkerOutput)
}
