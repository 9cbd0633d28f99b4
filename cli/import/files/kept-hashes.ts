/**
 * The hardware hashes of an import until they are sent: 4 kB a device, which would fill the memory. Those of a few
 * hundred devices stay there; the others lie in a file without a name, which is gone with this process.
 */
import { randomUUID } from 'node:crypto'
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keepHeapSmall } from '../../context/small-heap.ts'
import { CliError } from '../../exit.ts'
import { type KeptHash, keptInMemory } from './kept-hash.ts'

/** About 500 devices. Bytes of text. */
const maxInMemory = 4 << 20
const flushAt = 1 << 20

export class KeptHashes {
  #inMemory = 0
  /** Undefined: not needed so far. Null: the system gives no temporary file, so that all stay in memory. */
  #file: number | null | undefined
  #end = 0
  /** What the file does not have yet. */
  #unwritten = Buffer.alloc(0)
  #unwrittenBytes = 0

  keep(text: string): KeptHash {
    if (this.#inMemory + text.length <= maxInMemory || this.#opened() === null) {
      this.#inMemory += text.length
      return keptInMemory(text)
    }
    const length = Buffer.byteLength(text)
    if (this.#unwrittenBytes + length > this.#unwritten.length) this.#makeRoom(length)
    this.#unwritten.write(text, this.#unwrittenBytes)
    this.#unwrittenBytes += length
    const at = this.#end
    this.#end += length
    return new FiledHash(this, at, length)
  }

  /** One buffer for all: V8 collects garbage the more often the more buffers there were. */
  #makeRoom(length: number): void {
    this.#flush()
    const needed = Math.max(length, flushAt)
    if (needed > this.#unwritten.length) this.#unwritten = Buffer.allocUnsafe(needed)
  }

  #opened(): number | null {
    if (this.#file === undefined) {
      this.#file = namelessFile()
      keepHeapSmall()
    }
    return this.#file
  }

  #flush(): void {
    const bytes = this.#unwritten.subarray(0, this.#unwrittenBytes)
    this.#unwrittenBytes = 0
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#file ?? -1, bytes, done)
    } catch (cause) {
      throw new CliError(`The hashes cannot be kept in ${tmpdir()}: ${(cause as Error).message}`, {
        hint: 'Free some space there, or name another folder with TMPDIR (on Windows: TEMP).',
        cause,
      })
    }
  }

  /** Fills `target` with what the file has from `at` on. */
  read(target: Uint8Array, at: number): void {
    if (this.#unwrittenBytes > 0) this.#flush()
    const read = readSync(this.#file ?? -1, target, 0, target.length, at)
    if (read !== target.length) throw new Error('the file of the kept hashes was cut off')
  }
}

class FiledHash implements KeptHash {
  readonly length: number
  readonly #hashes: KeptHashes
  readonly #at: number

  constructor(hashes: KeptHashes, at: number, length: number) {
    this.#hashes = hashes
    this.#at = at
    this.length = length
  }

  copyTo(target: Uint8Array, at: number): void {
    this.#hashes.read(target.subarray(at, at + this.length), this.#at)
  }
}

function namelessFile(): number | null {
  const path = join(tmpdir(), `taxiway-${randomUUID()}`)
  try {
    const file = openSync(path, 'wx+', 0o600)
    try {
      unlinkSync(path)
      return file
    } catch {
      closeSync(file)
      unlinkSync(path)
      return null
    }
  } catch {
    return null
  }
}
