/**
 * Cabinets (MS-CAB), stored, MSZIP, LZX, Quantum or with a compression that nobody reads.
 *
 * LZX is written as verbatim blocks of literals with eight-bit codes: no smaller than the input, but every part
 * of a decoder that a real cabinet uses to begin with (pretree, main tree, bit order, frames) has to be right.
 */
import { deflateRawSync } from 'node:zlib'
import { QuantumPacker } from './quantum-frame.ts'

/** The bytes of a name, in whatever code page; the directory says whether it is UTF-8. */
export type CabName = { readonly bytes: Uint8Array; readonly saysUtf8?: true }

export type CabCompression = 'stored' | 'mszip' | 'lzx' | 'quantum' | 'unknown'

const frameSize = 32_768
const empty = new Uint8Array(0)
const types: Readonly<Record<CabCompression, number>> = {
  stored: 0,
  mszip: 1,
  quantum: 0x1522,
  lzx: 0x0f03,
  unknown: 0x0004,
}

export function makeCab(
  name: string | CabName,
  content: Uint8Array,
  compression: CabCompression,
): Uint8Array {
  const frames: Uint8Array[] = []
  for (let at = 0; at < content.length; at += frameSize)
    frames.push(content.subarray(at, at + frameSize))
  const pack = packerOf(compression)
  const blocks = frames.map((frame) => dataBlock(pack(frame), frame.length))
  const { bytes: letters, saysUtf8 = false } = typeof name === 'string' ? utf8Name(name) : name
  const title = Buffer.concat([letters, Buffer.from([0])])
  const dataAt = 36 + 8 + 16 + title.length
  const head = Buffer.alloc(36)
  head.write('MSCF', 0, 'latin1')
  head.writeUInt32LE(dataAt + blocks.reduce((sum, block) => sum + block.length, 0), 8)
  head.writeUInt32LE(44, 16)
  head.writeUInt16LE(0x0103, 24)
  head.writeUInt16LE(1, 26)
  head.writeUInt16LE(1, 28)
  const folder = Buffer.alloc(8)
  folder.writeUInt32LE(dataAt, 0)
  folder.writeUInt16LE(blocks.length, 4)
  folder.writeUInt16LE(types[compression], 6)
  const file = Buffer.alloc(16)
  file.writeUInt32LE(content.length, 0)
  file.writeUInt16LE(saysUtf8 ? 0xa0 : 0x20, 14)
  return new Uint8Array(Buffer.concat([head, folder, file, title, ...blocks]))
}

/** Nothing says that it is UTF-8, so it should be ASCII. */
function utf8Name(name: string): CabName {
  return { bytes: Buffer.from(name) }
}

/** A cabinet of `makeCab` whose directory names its one file several times. */
export function namingTimes(cabinet: Uint8Array, times: number): Uint8Array {
  const bytes = Buffer.from(cabinet)
  const dataAt = bytes.readUInt32LE(36)
  const added = (times - 1) * (dataAt - 44)
  bytes.writeUInt32LE(bytes.length + added, 8)
  bytes.writeUInt16LE(times, 28)
  bytes.writeUInt32LE(dataAt + added, 36)
  const names = Array.from({ length: times }, () => bytes.subarray(44, dataAt))
  return new Uint8Array(Buffer.concat([bytes.subarray(0, 44), ...names, bytes.subarray(dataAt)]))
}

/** Packs the frames of a folder, in order. */
function packerOf(compression: CabCompression): (frame: Uint8Array) => Buffer {
  const quantum = new QuantumPacker()
  let first = true
  const lzx = (frame: Uint8Array): Buffer => {
    const bytes = lzxFrame(frame, first)
    first = false
    return bytes
  }
  const stored = (frame: Uint8Array): Buffer => Buffer.from(frame)
  let last: { frame: Uint8Array; packed: Buffer } = { frame: empty, packed: Buffer.alloc(0) }
  // Large test files repeat one frame, which need not be packed again.
  const mszip = (frame: Uint8Array): Buffer => {
    if (Buffer.compare(last.frame, frame) !== 0)
      last = { frame, packed: Buffer.concat([Buffer.from('CK'), deflateRawSync(frame)]) }
    return last.packed
  }
  return {
    stored,
    mszip,
    lzx,
    quantum: (frame: Uint8Array) => quantum.frame(frame),
    unknown: stored,
  }[compression]
}

/** Checksum 0 means "not computed" in this format. */
function dataBlock(bytes: Buffer, unpackedSize: number): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt16LE(bytes.length, 4)
  head.writeUInt16LE(unpackedSize, 6)
  return Buffer.concat([head, bytes])
}

/** One frame as one block of its own. */
function lzxFrame(frame: Uint8Array, first: boolean): Buffer {
  const bits = new Bits()
  if (first) bits.add(0, 1)
  bits.add(1, 3)
  bits.add(frame.length, 24)
  // Lengths are coded against those of the block before: 8 after 0 is symbol 9, unchanged is symbol 0.
  writeLengths(bits, { symbol: first ? 9 : 0, count: 256 })
  writeLengths(bits, { symbol: 0, count: 240 })
  writeLengths(bits, { symbol: 0, count: 249 })
  for (const byte of frame) bits.add(byte, 8)
  return bits.bytes()
}

/** A pretree in which symbols 0 and 9 have one bit each, then `count` times the symbol. */
function writeLengths(bits: Bits, { symbol, count }: { symbol: 0 | 9; count: number }): void {
  for (let each = 0; each < 20; each++) bits.add(each === 0 || each === 9 ? 1 : 0, 4)
  for (let n = 0; n < count; n++) bits.add(symbol === 0 ? 0 : 1, 1)
}

/** Bits, highest first, in 16-bit little-endian words. */
class Bits {
  readonly #words: number[] = []
  #word = 0
  #used = 0

  add(value: number, width: number): void {
    for (let bit = width - 1; bit >= 0; bit--) {
      this.#word = (this.#word << 1) | ((value >>> bit) & 1)
      if (++this.#used === 16) this.#flush()
    }
  }

  bytes(): Buffer {
    while (this.#used > 0) this.add(0, 1)
    const bytes = Buffer.alloc(this.#words.length * 2)
    this.#words.forEach((word, n) => {
      bytes.writeUInt16LE(word, 2 * n)
    })
    return bytes
  }

  #flush(): void {
    this.#words.push(this.#word & 0xffff)
    this.#word = 0
    this.#used = 0
  }
}
