/** ZIP files byte by byte, so that tests can also make those that no honest tool would write. */
import { crc32, deflateRawSync } from 'node:zlib'

export type ZipEntry = {
  readonly name: string
  /** The bytes of its name, where they are not UTF-8, or UTF-8 that says so. */
  readonly rawName?: Uint8Array
  readonly saysUtf8?: true
  readonly content: Uint8Array
  /** Stored when false. */
  readonly deflate?: boolean
  /** Unix type and permissions; absent: an ordinary file. */
  readonly mode?: number
  /** Packed bytes to write instead of those of `content`. */
  readonly packed?: Uint8Array
  /** The unpacked size to state instead of the true one. */
  readonly statedSize?: number
}

export function makeZip(entries: readonly ZipEntry[]): Uint8Array {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const local = localRecord(entry)
    central.push(centralRecord(entry, offset))
    locals.push(local)
    offset += local.length
  }
  return finish(locals, central)
}

/**
 * Entries that overlap: each one's packed bytes quote the local header of the next as a stored block and then go
 * on into the next one's packed bytes, so that one piece of packed zeros serves them all.
 */
export function makeOverlappingZip(megabytes: number, times: number): Uint8Array {
  const kernel = packedZeros(megabytes)
  const zeros = Buffer.alloc(megabytes << 20)
  let body = kernel
  let content = zeros
  const found: { entry: ZipEntry; fromEnd: number }[] = []
  for (let n = times - 1; n >= 0; n--) {
    const entry = { name: `${n}.csv`, content, packed: body }
    const local = localRecord(entry)
    found.unshift({ entry, fromEnd: local.length })
    const header = local.subarray(0, local.length - body.length)
    const quote = Buffer.from([
      0,
      header.length & 255,
      header.length >> 8,
      ~header.length & 255,
      (~header.length >> 8) & 255,
    ])
    body = Buffer.concat([quote, local])
    content = Buffer.concat([header, content])
  }
  const whole = body.subarray(5)
  return finish(
    [whole],
    found.map(({ entry, fromEnd }) => centralRecord(entry, whole.length - fromEnd)),
  )
}

/** A deflate stream of `megabytes` of zeros, about a thousandth as long. */
export function packedZeros(megabytes: number): Buffer {
  const piece = deflateRawSync(Buffer.alloc(1 << 20), { finishFlush: 3 })
  return Buffer.concat([...Array.from({ length: megabytes }, () => piece), Buffer.from([3, 0])])
}

function finish(locals: readonly Buffer[], central: readonly Buffer[]): Uint8Array {
  const body = Buffer.concat(locals)
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Math.min(central.length, 0xffff), 8)
  end.writeUInt16LE(Math.min(central.length, 0xffff), 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(body.length, 16)
  return new Uint8Array(Buffer.concat([body, directory, end]))
}

function facts(entry: ZipEntry) {
  const name = entry.rawName ?? Buffer.from(entry.name)
  const packed =
    entry.packed ?? (entry.deflate === false ? entry.content : deflateRawSync(entry.content))
  const method = entry.packed === undefined && entry.deflate === false ? 0 : 8
  return {
    name,
    packed,
    method,
    crc: crc32(entry.content),
    size: entry.statedSize ?? entry.content.length,
    flags: entry.saysUtf8 ? 0x800 : 0,
  }
}

/** What both records of an entry say, in the same order. */
function writeFacts(
  head: Buffer,
  at: number,
  { name, packed, method, crc, size, flags }: ReturnType<typeof facts>,
): void {
  head.writeUInt16LE(20, at)
  head.writeUInt16LE(flags, at + 2)
  head.writeUInt16LE(method, at + 4)
  head.writeUInt32LE(crc, at + 10)
  head.writeUInt32LE(packed.length, at + 14)
  head.writeUInt32LE(size, at + 18)
  head.writeUInt16LE(name.length, at + 22)
}

function localRecord(entry: ZipEntry): Buffer {
  const of = facts(entry)
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  writeFacts(head, 4, of)
  return Buffer.concat([head, of.name, of.packed])
}

function centralRecord(entry: ZipEntry, offset: number): Buffer {
  const of = facts(entry)
  const head = Buffer.alloc(46)
  head.writeUInt32LE(0x02014b50, 0)
  head.writeUInt16LE(0x0314, 4)
  writeFacts(head, 6, of)
  head.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 38)
  head.writeUInt32LE(offset, 42)
  return Buffer.concat([head, of.name])
}
