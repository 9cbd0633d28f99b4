/**
 * Unpacks entries piece by piece within the limits. Sizes stated by the archive are not trusted, and once a limit
 * is reached nothing more is read.
 */
import { type CollectFaultCode, faultOf } from '../archive-fault.ts'
import { knownLogName } from '../first-boot/known-events.ts'
import type { ArchiveLimits } from '../limits.ts'
import { isForWatchedThread } from '../sniff.ts'
import { GrowingBytes } from './growing-bytes.ts'
import type { ArchiveEntry } from './open-archive.ts'

type Report = (fault: ReturnType<typeof faultOf>) => void

export class EntryReader {
  readonly #limits: ArchiveLimits
  readonly #packed: number
  readonly #report: Report
  readonly #buffer = new GrowingBytes(0)
  #total = 0
  #passed = 0
  #stopped = false

  /** `packed` is the size of the whole file. */
  constructor(limits: ArchiveLimits, packed: number, report: Report) {
    this.#limits = limits
    this.#packed = packed
    this.#report = report
  }

  get isStopped(): boolean {
    return this.#stopped
  }

  /** Bytes that may still be unpacked from one entry. */
  get room(): number {
    const { archiveBytes, totalBytes } = this.#limits
    return Math.max(0, Math.min(archiveBytes, totalBytes - this.#total))
  }

  /** Counts what was unpacked elsewhere. */
  took(bytes: number): void {
    this.#total += bytes
  }

  /**
   * The whole entry, or undefined if it is damaged or a limit was reached; valid until the next entry is read.
   * Of an event log, whose chunks are independent, as much as the entry limit allows.
   */
  read(
    entry: ArchiveEntry,
    source: string,
    usual = this.#limits.entryBytes,
  ): Uint8Array | undefined {
    const { entryBytes, eventLogBytes } = this.#limits
    const max = knownLogName.test(entry.name) ? entryBytes : Number.POSITIVE_INFINITY
    let size = 0
    this.#buffer.clear()
    try {
      entry.unpack((piece) => {
        this.#buffer.add(piece.subarray(0, Math.max(0, max - size)))
        size += piece.length
        this.#total += piece.length
        return !this.#exceeds(source, usual)
      })
    } catch (error) {
      this.#fault('damaged', source, `It cannot be unpacked: ${messageOf(error)}`)
      return undefined
    }
    if (size > max)
      this.#fault(
        'event-log-cut',
        source,
        `Only its first ${max >> 20} MB are read; as a separate file, up to ${eventLogBytes >> 20} MB are.`,
      )
    return this.#stopped ? undefined : this.#buffer.bytes
  }

  /** Where the reader has to unpack skipped entries, they are counted too: a bomb may have any name. */
  pass(entry: ArchiveEntry, source: string): void {
    const { passedBytes } = this.#limits
    try {
      entry.unpack((piece) => {
        this.#passed += piece.length
        if (this.#passed > passedBytes)
          this.stop(
            'total-too-large',
            source,
            `More than ${passedBytes >> 20} MB had to be skipped.`,
          )
        return !this.#stopped
      })
    } catch {
      // A skipped entry may be damaged.
    }
  }

  stop(code: CollectFaultCode, source: string, message: string): void {
    this.#stopped = true
    this.#fault(code, source, message)
  }

  #exceeds(source: string, usual: number): boolean {
    const { archiveBytes, totalBytes, ratio } = this.#limits
    const { bytes } = this.#buffer
    const max = isForWatchedThread(bytes.subarray(0, 8192)) ? archiveBytes : usual
    const megabytes = (count: number): string => `${count >> 20} MB`
    if (bytes.length > max)
      this.stop('entry-too-large', source, `It is larger than ${megabytes(max)} unpacked.`)
    else if (this.#total > totalBytes)
      this.stop(
        'total-too-large',
        source,
        `The archive unpacks to more than ${megabytes(totalBytes)}.`,
      )
    else if (this.#total > 1 << 20 && this.#total > ratio * this.#packed)
      this.stop(
        'ratio-too-high',
        source,
        `It unpacks to more than ${ratio} times its size, like an archive bomb.`,
      )
    return this.#stopped
  }

  #fault(code: CollectFaultCode, source: string, message: string): void {
    this.#report(faultOf(code, source, message))
  }
}

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
