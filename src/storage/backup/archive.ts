/**
 * The file of a backup: a tar archive (ustar, POSIX.1-1988), compressed with gzip, so that it can be inspected with
 * common tools. Entries are small, so neither writing nor reading keeps a table in memory.
 */
import { BackupDamaged } from './manifest.ts'

const block = 512
/** The maximum size of an entry in bytes. */
export const maxEntryBytes = 8 * 1024 * 1024

export type Entry = { readonly name: string; readonly data: Buffer }

/** The bytes of one entry. */
export function entryBytes({ name, data }: Entry): readonly Buffer[] {
  const padding = Buffer.alloc((block - (data.length % block)) % block)
  return [header(name, data.length), data, padding]
}

/** The end of the archive, after the last entry. */
export const archiveEnd: Buffer = Buffer.alloc(2 * block)

function header(name: string, size: number): Buffer {
  const bytes = Buffer.alloc(block)
  bytes.write(name, 0, 100, 'utf8')
  const octal = (value: number, at: number, length: number) =>
    bytes.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1')
  octal(0o600, 100, 8)
  octal(0, 108, 8)
  octal(0, 116, 8)
  octal(size, 124, 12)
  octal(0, 136, 12)
  bytes.write('0', 156, 'latin1')
  bytes.write('ustar\x0000', 257, 'latin1')
  bytes.write(`${checksum(bytes)}\0 `, 148, 'latin1')
  return bytes
}

/** As stored in its field: six octal digits. The field itself counts as blanks. */
function checksum(bytes: Buffer): string {
  let sum = 0
  for (let i = 0; i < block; i++) sum += i >= 148 && i < 156 ? 32 : (bytes[i] ?? 0)
  return sum.toString(8).padStart(6, '0')
}

/** The entries of an archive; throws `BackupDamaged` if it is not one, or ends too early. */
export async function* entriesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Entry> {
  const take = takerOf(chunks)
  for (;;) {
    const head = await take(block)
    if (head.every((byte) => byte === 0)) return
    const stated = head.toString('latin1', 148, 154)
    const size = Number.parseInt(head.toString('latin1', 124, 135), 8)
    if (stated !== checksum(head) || !(size <= maxEntryBytes)) {
      throw new BackupDamaged('the head of an entry is not as it was written')
    }
    const name = head.toString('utf8', 0, 100).replace(/\0.*$/s, '')
    const padded = await take(Math.ceil(size / block) * block)
    yield { name, data: padded.subarray(0, size) }
  }
}

/** Returns the next so many bytes, regardless of chunk boundaries. */
function takerOf(chunks: AsyncIterable<Buffer>): (size: number) => Promise<Buffer> {
  const source = chunks[Symbol.asyncIterator]()
  let held: Buffer[] = []
  let length = 0
  return async (size) => {
    while (length < size) {
      const next = await source.next()
      if (next.done) throw new BackupDamaged('it ends in the middle')
      held.push(next.value)
      length += next.value.length
    }
    const all = held.length === 1 ? (held[0] as Buffer) : Buffer.concat(held)
    held = [all.subarray(size)]
    length -= size
    return all.subarray(0, size)
  }
}
