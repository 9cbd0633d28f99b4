/** A ZIP file of a few small entries, stored as they are. [APPNOTE.TXT 4.3] */
import { crc32 } from 'node:zlib'

export type ZipEntry = { readonly name: string; readonly content: Uint8Array }

export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content } of entries) {
    const label = Buffer.from(name)
    const local = Buffer.concat([header(0x04034b50, 30, { label, content }), label, content])
    const central = header(0x02014b50, 46, { label, content })
    central.writeUInt32LE(offset, 42)
    directory.push(central, label)
    locals.push(local)
    offset += local.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, listed, end])
}

/** Local and central headers say the same, the central one two bytes later. */
function header(
  signature: number,
  size: number,
  { label, content }: { label: Buffer; content: Uint8Array },
): Buffer {
  const bytes = Buffer.alloc(size)
  const at = size === 46 ? 6 : 4
  bytes.writeUInt32LE(signature, 0)
  bytes.writeUInt16LE(20, at)
  // Names are UTF-8. [APPNOTE.TXT 4.4.4, bit 11]
  bytes.writeUInt16LE(0x0800, at + 2)
  bytes.writeUInt32LE(crc32(content), at + 10)
  bytes.writeUInt32LE(content.length, at + 14)
  bytes.writeUInt32LE(content.length, at + 18)
  bytes.writeUInt16LE(label.length, at + 22)
  return bytes
}
