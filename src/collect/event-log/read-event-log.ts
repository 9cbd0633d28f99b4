/**
 * Windows event logs (`.evtx`): a header, then independent chunks.
 *
 * Source: the description of the format by the libevtx project; [MS-EVEN6] for the binary XML in the records.
 * A log copied while Windows was writing to it is marked dirty, and its checksums may be outdated; in any
 * other log a chunk with invalid checksums is skipped.
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
  type LogRecord,
  recordsOf,
  startsWith,
} from './chunk.ts'
import { EventLogError, viewOf } from './cursor.ts'
import { eventOf, type LogEvent } from './log-event.ts'

export type EventLogReading = {
  /** How many events were read. */
  readonly count: number
  readonly damage: EventLogDamage
}

/** What was skipped. */
export type EventLogDamage = {
  /** The checksum of the log's header is invalid; the chunks are read anyway. */
  readonly isHeaderDamaged: boolean
  readonly chunks: number
  /** Unreadable records; consecutive ones whose ends cannot be found count once. */
  readonly records: number
}

const headerSize = 4096
const flag = { dirty: 1, noChecksums: 4 } as const
/** In bytes of text, a token counting 16: several times the maximum of 312 published logs (48,000; 600,000). */
const budgetOfRecord = 1 << 18
const budgetOfChunk = 1 << 21

/** By the first bytes. */
export function isEventLog(bytes: Uint8Array): boolean {
  return startsWith(bytes, 'ElfFile\0')
}

/** Reports every readable event, chunk by chunk from the oldest to the newest; throws only what its callbacks throw. */
export function readEventLog(
  bytes: Uint8Array,
  onEvent: (event: LogEvent) => void,
): EventLogReading {
  return new EventLogReader(onEvent).read(bytes)
}

class EventLogReader {
  readonly #onEvent: (event: LogEvent) => void
  #count = 0
  #badChunks = 0
  #badRecords = 0

  constructor(onEvent: (event: LogEvent) => void) {
    this.#onEvent = onEvent
  }

  read(bytes: Uint8Array): EventLogReading {
    const header = headerOf(bytes)
    const chunks = this.#chunks(bytes, header)
    for (const chunk of chunks.toSorted((a, b) => firstRecordOf(a) - firstRecordOf(b)))
      this.#readChunk(chunk)
    return {
      count: this.#count,
      damage: {
        isHeaderDamaged: !header.holds,
        chunks: this.#badChunks,
        records: this.#badRecords,
      },
    }
  }

  /** All possible positions: the header of a dirty log may count too few chunks, and anything may follow them. */
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
    for (const record of recordsOf(chunk)) {
      const event = record && eventIn(xml, record, whole)
      if (event === undefined) this.#badRecords++
      else {
        this.#count++
        this.#onEvent(event)
      }
    }
  }
}

/** Undefined if the record cannot be read or contains no event. */
function eventIn(
  xml: BinaryXml,
  { number, time, from, to }: LogRecord,
  whole: Budget,
): LogEvent | undefined {
  try {
    const elements = xml.read(from, to, new Budget(budgetOfRecord, whole))
    return eventOf(elements, { record: number, time })
  } catch (error) {
    if (!(error instanceof EventLogError)) throw error
    return undefined
  }
}

type LogHeader = {
  readonly flags: number
  readonly chunkCount: number
  /** Whether its checksum is valid. */
  readonly holds: boolean
}

function headerOf(bytes: Uint8Array): LogHeader {
  if (bytes.length < 128) return { flags: 0, chunkCount: 0, holds: false }
  const view = viewOf(bytes)
  const flags = view.getUint32(120, true)
  return {
    flags,
    chunkCount: view.getUint16(42, true),
    holds:
      (flags & flag.noChecksums) !== 0 ||
      crc32(bytes.subarray(0, 120)) === view.getUint32(124, true),
  }
}
