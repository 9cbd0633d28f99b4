/**
 * Cabinets packed with Quantum, which libarchive cannot unpack; 7-Zip can.
 *
 * 7-Zip gets a cabinet whose directory names one file at a time, called `x`, and writes it to a stream that
 * is captured here: it sees no name of the archive, and its only file system is the memory of its module.
 */
import { type CabinetFile, cabinetFiles, directoryAt, fileCountAt } from './cabinet.ts'
import type { OpenArchive } from './open-archive.ts'

/** The part that is used; the package's own types lack some numbers. */
type SevenZip = {
  readonly FS: {
    readonly open: (path: string, flags: string) => Stream
    write: Write
    readonly close: (stream: Stream) => void
    readonly readFile: (path: string) => Uint8Array
    readonly writeFile: (path: string, bytes: Uint8Array, how?: { canOwn: true }) => void
    readonly unlink: (path: string) => void
  }
  readonly callMain: (words: string[]) => number
}

type Stream = { readonly fd: number }

type Write = (
  stream: Stream,
  bytes: Uint8Array | Int8Array,
  ...place: [offset: number, length: number, position?: number]
) => number

/** A 7-Zip instance, and how many files it has unpacked. */
type Library = { readonly sevenZip: SevenZip; runs: number }

const standardOutput = 1
const enough = new Error('enough')
/** Every run leaks 144 of the module's 65,536 bytes of stack. */
const maxRuns = 100
/** One for all cabinets of the thread, until its stack is used up or it fails. */
let library: Library | undefined
let opened = 0

export async function openQuantumCabinet(bytes: Uint8Array): Promise<OpenArchive> {
  const files = [...cabinetFiles(bytes)]
  const directory = directoryAt(bytes)
  const path = `/${opened++}.cab`
  let home = await freshLibrary()
  home.sevenZip.FS.writeFile(path, bytes)
  const unpack = (file: CabinetFile, take: (piece: Uint8Array) => boolean): void => {
    if (file.folder >= 0xfffd) throw new Error('it is continued in another cabinet')
    const { FS } = home.sevenZip
    const stream = FS.open(path, 'r+')
    nameOnly(FS, stream, { file, directory })
    FS.close(stream)
    if (!unpackNamed(home, path, take)) throw new Error('the data is damaged')
  }
  return {
    async *entries() {
      for (const file of files) {
        home = moved(path, home, await freshLibrary())
        const { name } = file
        yield { name, isLink: false, isEncrypted: false, unpack: (take) => unpack(file, take) }
      }
    },
    trouble: () => undefined,
    skipsByReading: false,
    close: () => home.sevenZip.FS.unlink(path),
  }
}

async function freshLibrary(): Promise<Library> {
  if (library === undefined || library.runs >= maxRuns)
    library = { sevenZip: await load(), runs: 0 }
  return library
}

/** Moves the cabinet to a new instance, never with more than one copy besides the old one. */
function moved(path: string, from: Library, to: Library): Library {
  if (from === to) return to
  const bytes = from.sevenZip.FS.readFile(path)
  from.sevenZip.FS.unlink(path)
  to.sevenZip.FS.writeFile(path, bytes, { canOwn: true })
  return to
}

async function load(): Promise<SevenZip> {
  const { default: packed } = await import('7z-wasm')
  const silent = () => undefined
  const options = { print: silent, printErr: silent }
  return (await packed.default(options)) as unknown as SevenZip
}

/** Overwrites the real directory with one for a single file, which is never longer. */
function nameOnly(
  FS: SevenZip['FS'],
  stream: Stream,
  { file, directory }: { readonly file: CabinetFile; readonly directory: number },
): void {
  const entry = Buffer.alloc(18)
  entry.writeUInt32LE(file.size, 0)
  entry.writeUInt32LE(file.offset, 4)
  entry.writeUInt16LE(file.folder, 8)
  entry.write('x', 16)
  FS.write(stream, entry, 0, entry.length, directory)
  FS.write(stream, new Uint8Array([1, 0]), 0, 2, fileCountAt)
}

/** False if 7-Zip reports an error in the data. */
function unpackNamed(home: Library, path: string, take: (piece: Uint8Array) => boolean): boolean {
  const { FS, callMain } = home.sevenZip
  const write = FS.write
  home.runs++
  FS.write = (stream, bytes, ...place) => {
    if (stream.fd !== standardOutput) return write(stream, bytes, ...place)
    const [at, length] = place
    if (!take(new Uint8Array(bytes.buffer, bytes.byteOffset + at, length))) throw enough
    return length
  }
  try {
    return callMain(['x', '-tcab', '-so', '-bd', path]) === 0
  } catch (error) {
    library = undefined
    if (error === enough) return true
    throw error
  } finally {
    FS.write = write
  }
}
