/** A file of an import, read once from its beginning to its end: also what cannot be read twice, such as a pipe. */
import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'

/** Enough to tell what a file is; small pieces keep the memory small. */
const pieceBytes = 1 << 16

export class SourceFile {
  /** Its first 64 kB, or all of it. */
  readonly head: Uint8Array
  readonly #handle: FileHandle
  readonly #hash = createHash('sha256')

  private constructor(handle: FileHandle, head: Uint8Array) {
    this.#handle = handle
    this.head = head
  }

  /** Throws what the system says of a file that cannot be read. */
  static async open(path: string): Promise<SourceFile> {
    const handle = await open(path)
    try {
      return new SourceFile(handle, await nextPiece(handle))
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  /** All of it. Not after `whole`. */
  async *pieces(): AsyncGenerator<Uint8Array> {
    for (let piece = this.head; piece.length > 0; piece = await nextPiece(this.#handle)) {
      this.#hash.update(piece)
      yield piece
    }
  }

  /** All of it in one piece. Not after `pieces`. */
  async whole(): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(Buffer.concat(await Array.fromAsync(this.pieces())))
  }

  /** Of what was read, in hexadecimal; once. */
  sha256(): string {
    return this.#hash.digest('hex')
  }

  close(): Promise<void> {
    return this.#handle.close()
  }
}

/** As many bytes as there are, up to the size of a piece; none at the end. */
async function nextPiece(handle: FileHandle): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(pieceBytes)
  let length = 0
  while (length < bytes.length) {
    const { bytesRead } = await handle.read(bytes, length, bytes.length - length, null)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return bytes.subarray(0, length)
}
