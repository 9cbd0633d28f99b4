/**
 * Cabinets packed with Quantum, which libarchive cannot unpack; 7-Zip can.
 *
 * 7-Zip is given a cabinet whose directory names one file at a time, called `x`, and writes it to a stream that
 * is caught here: no name of the archive reaches it, and it has no file system but the memory of its own module.
 */
import { type CabinetFile, cabinetFiles, directoryAt, fileCountAt } from './cabinet.ts'
import type { OpenArchive } from './open-archive.ts'

/** As far as it is used, and as it is: the package's own types leave out numbers that it gives. */
type SevenZip = {
  readonly FS: {
    readonly open: (path: string, flags: string) => Stream
    write: Write
    readonly close: (stream: Stream) => void
    readonly writeFile: (path: string, bytes: Uint8Array) => void
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

const path = '/cabinet'
const standardOutput = 1
const enough = new Error('enough')

export async function openQuantumCabinet(bytes: Uint8Array): Promise<OpenArchive> {
  const files = [...cabinetFiles(bytes)]
  const directory = directoryAt(bytes)
  const { default: library } = await import('7z-wasm')
  const silent = () => undefined
  const options = { print: silent, printErr: silent }
  const sevenZip = (await library.default(options)) as unknown as SevenZip
  sevenZip.FS.writeFile(path, bytes)
  const unpack = (file: CabinetFile, take: (piece: Uint8Array) => boolean): void => {
    if (file.folder >= 0xfffd) throw new Error('it is continued in another cabinet')
    nameOnly(sevenZip, file, directory)
    if (!unpackNamed(sevenZip, take)) throw new Error('the data is damaged')
  }
  return {
    *entries() {
      for (const file of files) {
        const { name } = file
        yield { name, isLink: false, isEncrypted: false, unpack: (take) => unpack(file, take) }
      }
    },
    trouble: () => undefined,
    close: () => sevenZip.FS.unlink(path),
  }
}

/** Writes a directory of one over the real one, which is no shorter. */
function nameOnly({ FS }: SevenZip, file: CabinetFile, directory: number): void {
  const entry = Buffer.alloc(18)
  entry.writeUInt32LE(file.size, 0)
  entry.writeUInt32LE(file.offset, 4)
  entry.writeUInt16LE(file.folder, 8)
  entry.write('x', 16)
  const stream = FS.open(path, 'r+')
  FS.write(stream, entry, 0, entry.length, directory)
  FS.write(stream, new Uint8Array([1, 0]), 0, 2, fileCountAt)
  FS.close(stream)
}

/** False when 7-Zip finds fault with the data. */
function unpackNamed({ FS, callMain }: SevenZip, take: (piece: Uint8Array) => boolean): boolean {
  const write = FS.write
  FS.write = (stream, bytes, ...place) => {
    if (stream.fd !== standardOutput) return write(stream, bytes, ...place)
    const [at, length] = place
    if (!take(new Uint8Array(bytes.buffer, bytes.byteOffset + at, length))) throw enough
    return length
  }
  try {
    return callMain(['x', '-tcab', '-so', '-bd', path]) === 0
  } catch (error) {
    if (error === enough) return true
    throw error
  } finally {
    FS.write = write
  }
}
