/** Chunks of bytes or of text, read as text: what the file was written in, and what is to be said about that. */

import type { FileFacts } from '../file-facts.ts'
import type { FindingCode } from '../findings/finding.ts'
import { ByteReader } from './encoding.ts'
import type { Encoding } from './encoding-name.ts'

export class ChunkReader {
  readonly #bytes: ByteReader
  #isText = false
  #textBom = false

  constructor(named?: Encoding) {
    this.#bytes = new ByteReader(named)
  }

  get encoding(): FileFacts['encoding'] {
    return this.#isText ? 'utf-8' : this.#bytes.encoding
  }

  get bom(): boolean {
    return this.#isText ? this.#textBom : this.#bytes.bom
  }

  /** What the bytes are, if they are not text. */
  get binary(): string | undefined {
    return this.#bytes.binary
  }

  push(chunk: Uint8Array | string): readonly string[] {
    return typeof chunk === 'string' ? [this.#withoutBom(chunk)] : this.#bytes.pushInParts(chunk)
  }

  end(): string {
    return this.#isText ? '' : this.#bytes.end()
  }

  /** What only the whole file shows, each with its detail. */
  findings(lineEnding: FileFacts['lineEnding']): readonly (readonly [FindingCode, string?])[] {
    const { encoding, bom } = this
    const form = `${encoding.toUpperCase()}${bom ? ' with byte order mark' : ''}`
    return [
      ...(encoding.startsWith('utf') && !this.#isText ? [['encoding-unicode', form] as const] : []),
      ...(this.#bytes.mixed ? [['encoding-mixed'] as const] : []),
      ...(lineEnding === 'mixed' ? [['line-ending-mixed'] as const] : []),
      ...(lineEnding === 'cr' ? [['line-ending-cr'] as const] : []),
    ]
  }

  #withoutBom(chunk: string): string {
    const isFirst = !this.#isText
    this.#isText = true
    if (!isFirst || !chunk.startsWith('\ufeff')) return chunk
    this.#textBom = true
    return chunk.slice(1)
  }
}
