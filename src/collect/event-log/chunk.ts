/** A chunk of an event log: 64 KB that stand alone, with a header, checksums and records one after the other. */
import { crc32 } from 'node:zlib'
import { Cursor, EventLogError } from './cursor.ts'
import { fileTimeText } from './value-text.ts'

export const chunkSize = 65_536
const chunkHeaderSize = 512
const recordMark = 0x2a2a
/** Mark, size, number, time; the size again at the end. */
const leastRecord = 28

export type LogRecord = {
  readonly number: number
  /** When it was written, as `fileTimeText` has it. */
  readonly time: string
  /** Where its binary XML lies in the chunk. */
  readonly from: number
  readonly to: number
}

export function isChunk(chunk: Uint8Array): boolean {
  return startsWith(chunk, 'ElfChnk\0') && chunk.length >= chunkHeaderSize
}

/** Room that was set aside and never written to. */
export function isUnused(chunk: Uint8Array): boolean {
  return chunk.subarray(0, chunkHeaderSize).every((byte) => byte === 0)
}

/** Whether both checksums hold: the header's, and that of the records. */
export function holdsChecksums(chunk: Uint8Array): boolean {
  const view = viewOf(chunk)
  const end = endOfRecords(chunk)
  const header = crc32(chunk.subarray(128, chunkHeaderSize), crc32(chunk.subarray(0, 120)))
  return (
    end <= chunk.length &&
    header === view.getUint32(124, true) &&
    crc32(chunk.subarray(chunkHeaderSize, end)) === view.getUint32(52, true)
  )
}

/** Age of a chunk: a full log goes on at its beginning. */
export function firstRecordOf(chunk: Uint8Array): number {
  return new Cursor(chunk, 24, chunk.length).u64()
}

/** The records in order; throws an EventLogError where their chain breaks. */
export function* recordsOf(chunk: Uint8Array): Generator<LogRecord> {
  const end = Math.min(endOfRecords(chunk), chunk.length)
  for (let at = chunkHeaderSize; at + leastRecord <= end; ) {
    const record = new Cursor(chunk, at, end)
    const mark = record.u32()
    // Logs that were archived say that their last chunk is full, and have zeros where it is not.
    if (mark === 0) return
    const size = record.u32()
    if (mark !== recordMark || size < leastRecord) throw new EventLogError('a record is damaged')
    const to = at + size - 4
    if (new Cursor(chunk, to, end).u32() !== size) throw new EventLogError('a record is damaged')
    const number = record.u64()
    const time = fileTimeText(viewOf(record.take(8)).getBigUint64(0, true))
    yield { number, time, from: record.at, to }
    at += size
  }
}

/** As the header has it, if that can be; a chunk that is being written may have none. */
function endOfRecords(chunk: Uint8Array): number {
  const stated = viewOf(chunk).getUint32(48, true)
  return stated >= chunkHeaderSize && stated <= chunkSize ? stated : chunkSize
}

export function startsWith(bytes: Uint8Array, mark: string): boolean {
  return Buffer.from(bytes.subarray(0, mark.length)).toString('latin1') === mark
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}
