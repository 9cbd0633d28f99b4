/** ZIP files, and cabinets in every compression except Quantum. */
import { ArchiveReader, type LibarchiveWasm, libarchiveWasm } from 'libarchive-wasm'
import { entryNames } from './entry-names.ts'
import type { ArchiveEntry, OpenArchive } from './open-archive.ts'

const piece = 1 << 16
/** One for all archives of the thread: archives may be nested, and each instance has its own memory. */
let loaded: Promise<LibarchiveWasm> | undefined

export async function openWithLibarchive(bytes: Uint8Array): Promise<OpenArchive> {
  loaded ??= libarchiveWasm()
  const library = await loaded
  const view = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length)
  const names = entryNames(bytes)
  const reader = new ArchiveReader(library, view)
  return {
    *entries() {
      let n = 0
      for (let at = reader.nextEntryPointer(); at !== 0; at = reader.nextEntryPointer())
        yield entryAt(reader, at, names[n++] ?? '')
    },
    skipsByReading: bytes[0] === 0x4d,
    trouble: () => library.error_string(reader.archive) || undefined,
    close: () => reader.free(),
  }
}

function entryAt(reader: ArchiveReader, at: number, own: string): ArchiveEntry {
  const known = reader.getEntryPathname(at) ?? ''
  return {
    // Only ASCII is the same in every encoding.
    name: /^[ -~]+$/.test(known) || own === '' ? known : own,
    isLink: reader.getEntryFiletype(at) === 'SymbolicLink' || Boolean(reader.getHardlinkTarget(at)),
    get isEncrypted() {
      return Boolean(reader.isEntryEncrypted(at))
    },
    unpack: (take) => {
      for (let part = reader.readData(piece); part.length > 0; part = reader.readData(piece))
        if (!take(new Uint8Array(part.buffer, part.byteOffset, part.length))) return
    },
  }
}
