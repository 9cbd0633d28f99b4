/** A chunk of an event log: 64 KB, independent of the others, with a header, checksums and consecutive records. */
import { crc32 } from 'node:zlib'
import { Cursor, viewOf } from './cursor.ts'
import { fileTimeText } from './value-text.ts'

export const chunkSize = 65_536
const chunkHeaderSize = 512
const recordMark = 0x2a2a
/** Signature, size, number, time; the size again at the end. */
const minRecordBytes = 28
/** Records start at multiples of it (observed). */
const alignment = 8

export type LogRecord = {
  readonly number: number
  /** When it was written, as `fileTimeText` has it. */
  readonly time: string
  /** The position of its binary XML in the chunk. */
  readonly from: number
  readonly to: number
}

export function isChunk(chunk: Uint8Array): boolean {
  return startsWith(chunk, 'ElfChnk\0') && chunk.length >= chunkHeaderSize
}

/** Allocated but never written. */
export function isUnused(chunk: Uint8Array): boolean {
  return isZero(chunk.subarray(0, chunkHeaderSize))
}

/** Whether both checksums are valid: of the header and of the records. */
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

/** The age of a chunk: a full log wraps around. */
export function firstRecordOf(chunk: Uint8Array): number {
  return new Cursor(chunk, 24, chunk.length).u64()
}

/**
 * The records in order. A break in their chain yields undefined once, and reading resumes at the next position that looks
 * like a record.
 */
export function* recordsOf(chunk: Uint8Array): Generator<LogRecord | undefined> {
  const view = viewOf(chunk)
  const end = Math.min(endOfRecords(chunk), chunk.length)
  let isWhole = true
  for (let at = chunkHeaderSize; at + minRecordBytes <= end; ) {
    const size = sizeOfRecord(view, at, end)
    if (size > 0) yield recordAt(chunk, at, size)
    // Archived logs claim that their last chunk is full, and have zeros where it is not.
    else if (isWhole && !isZero(chunk.subarray(at, end))) yield undefined
    isWhole = size > 0
    at += size || alignment
  }
}

/** 0 if there is none or it is damaged. */
function sizeOfRecord(view: DataView, at: number, end: number): number {
  if (view.getUint32(at, true) !== recordMark) return 0
  const size = view.getUint32(at + 4, true)
  if (size < minRecordBytes || at + size > end) return 0
  return view.getUint32(at + size - 4, true) === size ? size : 0
}

function recordAt(chunk: Uint8Array, at: number, size: number): LogRecord {
  const record = new Cursor(chunk, at + 8, at + size - 4)
  const number = record.u64()
  const time = fileTimeText(viewOf(record.take(8)).getBigUint64(0, true))
  return { number, time, from: record.at, to: at + size - 4 }
}

/** As in the header, if plausible; a chunk that is being written may have none. */
function endOfRecords(chunk: Uint8Array): number {
  const stated = viewOf(chunk).getUint32(48, true)
  return stated >= chunkHeaderSize && stated <= chunkSize ? stated : chunkSize
}

export function startsWith(bytes: Uint8Array, mark: string): boolean {
  return Buffer.from(bytes.subarray(0, mark.length)).toString('latin1') === mark
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0)
}
