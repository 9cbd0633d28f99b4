/**
 * Event logs of Windows (`.evtx`): a header, then chunks that each stand alone.
 *
 * Source: the description of the format by the libevtx project; [MS-EVEN6] for the binary XML in the records.
 * A log that was copied while Windows wrote to it says so (it is dirty), and its checksums may be old; in any
 * other log a chunk whose checksums do not hold is passed over.
 */
import { crc32 } from 'node:zlib'
import { BinaryXml } from './binary-xml.ts'
import { Budget } from './budget.ts'
import {
  chunkSize,
  firstRecordOf,
  holdsChecksums,
  isChunk,
  isUnused,
  recordsOf,
  startsWith,
} from './chunk.ts'
import { EventLogError } from './cursor.ts'
import { eventOf, type LogEvent } from './log-event.ts'

export type EventLogReading = {
  /** How many events were read. */
  readonly count: number
  /** The newest of them that are wanted, oldest first. */
  readonly events: readonly LogEvent[]
  /** How many were wanted and are older than those. */
  readonly left: number
  readonly damage: EventLogDamage
}

/** What was passed over. */
export type EventLogDamage = {
  /** The checksum of the log's header does not hold; the chunks are read all the same. */
  readonly isHeaderDamaged: boolean
  readonly chunks: number
  /** Records that cannot be read; a broken chain of them counts once. */
  readonly records: number
}

export type WantedEvents = {
  readonly wants: (event: LogEvent) => boolean
  /** How many are kept at most. */
  readonly most: number
}

const headerSize = 4096
const flag = { dirty: 1, noChecksums: 4 } as const
/** In bytes of text, a token counting 16: several times what a full chunk has. */
const budgetOfRecord = 1 << 19
const budgetOfChunk = 1 << 21

/** Told by the first bytes. */
export function isEventLog(bytes: Uint8Array): boolean {
  return startsWith(bytes, 'ElfFile\0')
}

/** Reads whatever can be read of an event log; never throws. */
export function readEventLog(bytes: Uint8Array, wanted: WantedEvents): EventLogReading {
  return new EventLogReader(wanted).read(bytes)
}

class EventLogReader {
  readonly #wanted: WantedEvents
  readonly #events: LogEvent[] = []
  #count = 0
  #wantedCount = 0
  #badChunks = 0
  #badRecords = 0

  constructor(wanted: WantedEvents) {
    this.#wanted = wanted
  }

  read(bytes: Uint8Array): EventLogReading {
    const header = headerOf(bytes)
    const chunks = this.#chunks(bytes, header)
    for (const chunk of chunks.toSorted((a, b) => firstRecordOf(a) - firstRecordOf(b)))
      this.#readChunk(chunk)
    const events = this.#events.slice(-this.#wanted.most)
    return {
      count: this.#count,
      events,
      left: this.#wantedCount - events.length,
      damage: {
        isHeaderDamaged: !header.holds,
        chunks: this.#badChunks,
        records: this.#badRecords,
      },
    }
  }

  /** Wherever one may lie: the header of a dirty log may count too few, and what follows those may be anything. */
  #chunks(bytes: Uint8Array, { flags, chunkCount }: LogHeader): Uint8Array[] {
    const isChecked = (flags & (flag.dirty | flag.noChecksums)) === 0
    const found: Uint8Array[] = []
    for (let n = 0; headerSize + n * chunkSize < bytes.length; n++) {
      const chunk = bytes.subarray(headerSize + n * chunkSize, headerSize + (n + 1) * chunkSize)
      if (isChunk(chunk) && (!isChecked || holdsChecksums(chunk))) found.push(chunk)
      else if (isChunk(chunk) || (n < chunkCount && !isUnused(chunk))) this.#badChunks++
    }
    return found
  }

  #readChunk(chunk: Uint8Array): void {
    const xml = new BinaryXml(chunk)
    const whole = new Budget(budgetOfChunk)
    this.#guarded(() => {
      for (const { number, time, from, to } of recordsOf(chunk)) {
        this.#guarded(() => {
          const budget = new Budget(budgetOfRecord, whole)
          this.#note(eventOf(xml.read(from, to, budget), { record: number, time }))
        })
      }
    })
  }

  #guarded(work: () => void): void {
    try {
      work()
    } catch (error) {
      if (!(error instanceof EventLogError)) throw error
      this.#badRecords++
    }
  }

  #note(event: LogEvent | undefined): void {
    if (event === undefined) throw new EventLogError('it is no event')
    this.#count++
    if (!this.#wanted.wants(event)) return
    this.#wantedCount++
    this.#events.push(event)
    if (this.#events.length > 2 * this.#wanted.most)
      this.#events.splice(0, this.#events.length - this.#wanted.most)
  }
}

type LogHeader = {
  readonly flags: number
  readonly chunkCount: number
  /** Whether its checksum holds. */
  readonly holds: boolean
}

function headerOf(bytes: Uint8Array): LogHeader {
  if (bytes.length < 128) return { flags: 0, chunkCount: 0, holds: false }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return {
    flags: view.getUint32(120, true),
    chunkCount: view.getUint16(42, true),
    holds: crc32(bytes.subarray(0, 120)) === view.getUint32(124, true),
  }
}
