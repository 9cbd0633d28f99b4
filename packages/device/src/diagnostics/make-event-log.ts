/** Event logs byte by byte, as the libevtx project describes them: header, chunks with checksums, records. */
import { crc32 } from 'node:zlib'
import { BinaryXmlWriter, type Instance } from './binary-xml-writer.ts'

export type LogRecord = { readonly number: number; readonly time: Date; readonly event: Instance }

export const headerSize = 4096
export const chunkSize = 65_536
export const flags = { clean: 0, dirty: 1, full: 2 } as const

/** Each list of records becomes a chunk, whether or not they are in order. */
export function makeEventLog(
  chunks: readonly (readonly LogRecord[])[],
  flag: number = flags.clean,
): Buffer {
  return joinChunks(chunks.map(makeChunk), flag)
}

/** A log of chunks that are ready; its header says how many there are. */
export function joinChunks(chunks: readonly Uint8Array[], flag: number = flags.clean): Buffer {
  const header = Buffer.alloc(headerSize)
  header.write('ElfFile\0', 'latin1')
  header.writeBigUInt64LE(BigInt(Math.max(0, chunks.length - 1)), 16)
  header.writeBigUInt64LE(1n, 24)
  header.writeUInt32LE(128, 32)
  header.writeUInt16LE(1, 36)
  header.writeUInt16LE(3, 38)
  header.writeUInt16LE(headerSize, 40)
  header.writeUInt16LE(chunks.length, 42)
  header.writeUInt32LE(flag, 120)
  header.writeUInt32LE(crc32(header.subarray(0, 120)), 124)
  return Buffer.concat([header, ...chunks])
}

export function makeChunk(records: readonly LogRecord[]): Buffer {
  return chunkOf(records, (writer, { event }) => writer.instance(event))
}

/** A chunk whose records are written by `write`, which may write what it likes. */
export function chunkOf<R extends Pick<LogRecord, 'number' | 'time'>>(
  records: readonly R[],
  write: (writer: BinaryXmlWriter, record: R) => void,
): Buffer {
  const chunk = Buffer.alloc(chunkSize)
  const writer = new BinaryXmlWriter(chunk, 512)
  let last = 0
  for (const record of records) {
    last = writer.at
    writer.u32(0x2a2a)
    writer.u32(0)
    chunk.writeBigUInt64LE(BigInt(record.number), writer.at)
    chunk.set(fileTime(record.time), writer.at + 8)
    writer.at += 16
    write(writer, record)
    // Records end where the next may begin: at a multiple of eight.
    writer.at += (8 - ((writer.at + 4) % 8)) % 8
    const size = writer.at + 4 - last
    writer.u32(size)
    chunk.writeUInt32LE(size, last + 4)
  }
  chunk.write('ElfChnk\0', 'latin1')
  const numbers = records.map(({ number }) => BigInt(number))
  for (const at of [8, 24]) chunk.writeBigUInt64LE(numbers[0] ?? 0n, at)
  for (const at of [16, 32]) chunk.writeBigUInt64LE(numbers.at(-1) ?? 0n, at)
  chunk.writeUInt32LE(128, 40)
  chunk.writeUInt32LE(last, 44)
  chunk.writeUInt32LE(writer.at, 48)
  return sealed(chunk)
}

/** The chunk with checksums that hold. */
export function sealed(chunk: Buffer): Buffer {
  chunk.writeUInt32LE(crc32(chunk.subarray(512, chunk.readUInt32LE(48))), 52)
  chunk.writeUInt32LE(crc32(chunk.subarray(128, 512), crc32(chunk.subarray(0, 120))), 124)
  return chunk
}

/** 100 ns since 1601. */
export function fileTime(time: Date): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE((BigInt(time.getTime()) + 11_644_473_600_000n) * 10_000n)
  return bytes
}
