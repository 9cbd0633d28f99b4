/**
 * A description → the bytes that Microsoft's tool would write for it.
 *
 * Every field is written anew from its value; nothing is carried over as bytes except records that
 * no source explains. A description comes from a program or a person who can fix it, so what
 * cannot be written is thrown.
 */
import { toBase64 } from './base64.ts'
import { fromHex, toHex } from './bytes.ts'
import type { DecodedHash } from './decoded-hash.ts'
import { sha256 } from './digest/digest.ts'
import { hashBytes, magic, maxTotalBytes, trailerSize, trailerTag } from './envelope.ts'
import type { HashDescription, UnknownRecord } from './records/fields.ts'
import type { HashRecord } from './records/hash-record.ts'
import { kindOfType, type RecordKind, recordKinds } from './records/record-table.ts'
import { paddedText } from './records/texts.ts'

/** Why `encodeHardwareHash` refused; `field` is the description's key, or `records` for an overflow. */
export class UnencodableHashError extends Error {
  readonly code: 'not-representable' | 'overflow'
  readonly field: string

  constructor(code: UnencodableHashError['code'], field: string, message: string) {
    super(message)
    this.name = 'UnencodableHashError'
    this.code = code
    this.field = field
  }
}

/** A hash in both its forms: 3000 bytes, and their base64 as it stands in a CSV. */
export type EncodedHash = { readonly bytes: Uint8Array; readonly text: string }

/** The hash that says `description`; throws `UnencodableHashError`. */
export function encodeHardwareHash(description: HashDescription): EncodedHash {
  const bytes = new Uint8Array(hashBytes)
  const view = new DataView(bytes.buffer)
  let total = 4
  for (const { type, payload } of recordsOf(description)) {
    const end = total + 4 + payload.length
    if (end <= maxTotalBytes) {
      view.setUint16(total, type, true)
      view.setUint16(total + 2, end - total, true)
      bytes.set(payload, total + 4)
    }
    total = end
  }
  if (total > maxTotalBytes) {
    const message = `The records need ${total - 4} bytes; a hash has room for ${maxTotalBytes - 4}.`
    throw new UnencodableHashError('overflow', 'records', message)
  }
  view.setUint16(0, magic, true)
  view.setUint16(2, total, true)
  view.setUint16(total, trailerTag, true)
  view.setUint16(total + 2, trailerSize, true)
  bytes.set(fromHex(sha256(bytes.subarray(0, total))) ?? [], total + 4)
  return { bytes, text: toBase64(bytes) }
}

/** All that a decoded hash says, ready to be changed and encoded again. */
export function describeHardwareHash(decoded: DecodedHash): HashDescription {
  const known = recordKinds.map(({ key, many }) => {
    const values = decoded.all(key)
    return values.length === 0 ? {} : { [key]: many ? values : values[0] }
  })
  const other = decoded.records.filter(isLeftOver())
  return Object.assign({}, ...known, other.length === 0 ? {} : { other: other.map(asUnknown) })
}

/** True for records that no key describes: unknown, unreadable, or a second one of a single kind. */
function isLeftOver(): (record: HashRecord) => boolean {
  const seen = new Set<RecordKind>()
  return (record) => {
    const kind = kindOfType(record.type)
    if (kind === undefined || record.value === null) return true
    if (seen.has(kind)) return !kind.many
    seen.add(kind)
    return false
  }
}

function asUnknown({ type, payload }: HashRecord): UnknownRecord {
  return { type, payload: toHex(payload) }
}

const keys: ReadonlySet<string> = new Set([...recordKinds.map(({ key }) => key), 'other'])

type RawRecord = { readonly type: number; readonly payload: Uint8Array }

function* recordsOf(description: HashDescription): Generator<RawRecord> {
  for (const key of Object.keys(description)) if (!keys.has(key)) refused(key)
  for (const kind of recordKinds) {
    const { write } = kind.key === 'processorModel' && !isArm(description) ? paddedText : kind.codec
    for (const value of valuesOf(kind, description)) {
      yield { type: kind.type, payload: attempt(() => write(value)) ?? refused(kind.key) }
    }
  }
  yield* (description.other ?? []).map(rawRecord)
}

/** A description may come from a file: a value of the wrong type is as unwritable as one too large. */
function attempt(write: () => Uint8Array | null): Uint8Array | null {
  try {
    return write()
  } catch {
    return null
  }
}

/** One value per record to write. */
function valuesOf({ key, many }: RecordKind, description: HashDescription): readonly unknown[] {
  const value = description[key]
  if (value === undefined) return []
  if (!many) return [value]
  return Array.isArray(value) ? value : refused(key)
}

/** ARM has no brand string of fixed size. */
function isArm({ processor, header }: HashDescription): boolean {
  return (processor ?? header)?.architecture.startsWith('ARM') ?? false
}

function rawRecord({ type, payload }: UnknownRecord): RawRecord {
  const bytes = fromHex(payload)
  if (bytes === null || !Number.isInteger(type) || type < 0 || type > 0xffff) {
    return refused('other')
  }
  return { type, payload: bytes }
}

function refused(field: string): never {
  const message = `The value of ${field} cannot be written into a hash.`
  throw new UnencodableHashError('not-representable', field, message)
}
