/** Integers and sized fields as the TPM 2.0 structures write them: big-endian, a length before its bytes. */

export function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** A TPM2B: a length of 16 bits, then the bytes. */
export function sized(bytes: Uint8Array): Buffer {
  return Buffer.concat([u16(bytes.length), bytes])
}

/** The bytes are not a valid TPM structure; says what was expected, and where. */
export class TpmFormatError extends Error {
  readonly offset: number

  constructor(message: string, offset: number) {
    super(`${message} at byte ${offset}`)
    this.name = 'TpmFormatError'
    this.offset = offset
  }
}

/** Reads fields one after the other; a field that reaches past the end throws a TpmFormatError. */
export class Reader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get offset(): number {
    return this.#at
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  u16(): number {
    return this.take(2).readUInt16BE()
  }

  u32(): number {
    return this.take(4).readUInt32BE()
  }

  sized(): Buffer {
    return this.take(this.u16())
  }

  take(length: number): Buffer {
    if (length > this.left) throw new TpmFormatError('the structure ends too early', this.#at)
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  /** Throws if any bytes are left over. */
  end(): void {
    if (this.left > 0) throw new TpmFormatError(`${this.left} bytes are left over`, this.#at)
  }
}
