/** ZIP files, tar files, and cabinets in every compression except Quantum. */
import { ArchiveReader, type LibarchiveWasm, libarchiveWasm } from 'libarchive-wasm'
import { entryNames, lacksDirectory } from './entry-names.ts'
import type { ArchiveEntry, OpenArchive } from './open-archive.ts'

const piece = 1 << 16
const cutOff = 'its directory is missing, so that files may be missing too'
/** One for all archives of the thread: archives may be nested, and each instance has its own memory. */
let loaded: Promise<LibarchiveWasm> | undefined

export async function openWithLibarchive(bytes: Uint8Array): Promise<OpenArchive> {
  loaded ??= libarchiveWasm()
  const library = await loaded
  const view = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length)
  const names = entryNames(bytes)
  const isCut = lacksDirectory(bytes)
  const reader = new ArchiveReader(library, view)
  return {
    *entries() {
      for (let n = 0; ; n++) {
        const at = reader.nextEntryPointer()
        if (at !== 0) yield entryAt(reader, at, names[n] ?? '')
        else if (isAboutNames(library.error_string(reader.archive)))
          yield { name: names[n] ?? '', isLink: false, isEncrypted: false, ...dataOf(reader) }
        else return
      }
    },
    skipsByReading: bytes[0] === 0x4d && bytes[1] === 0x53,
    trouble: () => library.error_string(reader.archive) || (isCut ? cutOff : undefined),
    close: () => reader.free(),
  }
}

/**
 * libarchive skips an entry whose name contradicts the encoding that it claims and goes on with the next one: that is
 * not damage.
 */
function isAboutNames(said: string): boolean {
  return /name can(?:no|')t be converted/i.test(said)
}

function entryAt(reader: ArchiveReader, at: number, own: string): ArchiveEntry {
  const known = reader.getEntryPathname(at) ?? ''
  return {
    name: nameOf(known, own),
    isLink: reader.getEntryFiletype(at) === 'SymbolicLink' || Boolean(reader.getHardlinkTarget(at)),
    get isEncrypted() {
      return Boolean(reader.isEntryEncrypted(at))
    },
    ...dataOf(reader),
  }
}

function dataOf(reader: ArchiveReader): Pick<ArchiveEntry, 'unpack'> {
  return {
    unpack: (take) => {
      for (let part = reader.readData(piece); part.length > 0; part = reader.readData(piece))
        if (!take(new Uint8Array(part.buffer, part.byteOffset, part.length))) return
    },
  }
}

/**
 * The library's own name where it is ASCII, which is the same in every encoding, unless it has stars or question
 * marks for what it could not express; else the one out of the directory.
 */
function nameOf(known: string, own: string): string {
  if (own === '') return known
  const letters = [...own]
  const isGuess = (sign: string, at: number) =>
    sign === letters[at] || /[*?]/.test(sign) || sign > '~'
  const isSameName = [...known].length === letters.length && [...known].every(isGuess)
  return /^[ -~]+$/.test(known) && !isSameName ? known : own
}
