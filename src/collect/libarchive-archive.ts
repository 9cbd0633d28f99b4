/** ZIP files, and cabinets in every compression but Quantum. */
import { ArchiveReader, type LibarchiveWasm, libarchiveWasm } from 'libarchive-wasm'
import type { ArchiveEntry, OpenArchive } from './open-archive.ts'

const piece = 1 << 16
/** One for all archives of the thread: archives inside archives are many, and each library has a memory of its own. */
let loaded: Promise<LibarchiveWasm> | undefined

export async function openWithLibarchive(bytes: Uint8Array): Promise<OpenArchive> {
  loaded ??= libarchiveWasm()
  const library = await loaded
  const view = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length)
  const reader = new ArchiveReader(library, view)
  return {
    *entries() {
      for (let at = reader.nextEntryPointer(); at !== 0; at = reader.nextEntryPointer())
        yield entryAt(reader, at)
    },
    trouble: () => library.error_string(reader.archive) || undefined,
    close: () => reader.free(),
  }
}

function entryAt(reader: ArchiveReader, at: number): ArchiveEntry {
  return {
    name: reader.getEntryPathname(at) ?? '',
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
