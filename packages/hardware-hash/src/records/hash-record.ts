/** The records of a decoded hash, one after another from its head to its digest. */
import { u16 } from '../bytes.ts'
import { headSize } from '../envelope.ts'
import { kindOfType, readValue } from './record-table.ts'

/** One record; `value` is null when its type is known but its payload cannot be that. */
export class HashRecord {
  /** From the start of the hash to the record's own header. */
  readonly offset: number
  /** In bytes, with the record's own header of four. */
  readonly length: number
  readonly #hash: Uint8Array

  constructor(hash: Uint8Array, offset: number, length: number) {
    this.#hash = hash
    this.offset = offset
    this.length = length
  }

  get type(): number {
    return u16(this.#hash, this.offset)
  }

  /** `Unknown` and the type where no source describes the record. */
  get name(): string {
    return kindOfType(this.type)?.name ?? `Unknown${this.type}`
  }

  /** The raw bytes after the record's header. */
  get payload(): Uint8Array {
    return this.#hash.subarray(this.offset + headSize, this.offset + this.length)
  }

  /** Typed as in `HashDescription`; hex for an unknown type. */
  get value(): unknown {
    return readValue(this.type, this.payload)
  }

  toJSON(): Readonly<Record<string, unknown>> {
    const { type, name, offset, length, value } = this
    return { type, name, offset, length, value }
  }
}

/** The bytes belong to the caller, who may have changed them since: even so a walk over the records must end. */
export const lengthAt = (bytes: Uint8Array, at: number): number =>
  Math.max(headSize, u16(bytes, at + 2))

export function recordsIn(bytes: Uint8Array): readonly HashRecord[] {
  const total = u16(bytes, 2)
  const records: HashRecord[] = []
  for (let at = headSize; at < total; ) {
    const length = lengthAt(bytes, at)
    records.push(new HashRecord(bytes, at, length))
    at += length
  }
  return records
}
