/**
 * A description → the bytes that Microsoft's tool would write for it.
 *
 * Every field is written anew from its value; nothing is carried over as bytes except records that
 * no source explains. A description comes from a program or a person who can mend it, so what
 * cannot be written is thrown.
 */
import { hashBytes, toBase64 } from './base64.ts'
import { fromHex, joined, toHex } from './bytes.ts'
import { largestTotal } from './decode.ts'
import type { DecodedHash, HashRecord } from './decoded-hash.ts'
import { sha256 } from './digest.ts'
import type { HashDescription, UnknownRecord } from './fields.ts'
import { kindOfType, type RecordKind, recordKinds } from './record-table.ts'
import { paddedText } from './texts.ts'

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
  const known = recordKinds.flatMap((kind) => recordsOf(kind, description))
  const body = joined([...known, ...(description.other ?? []).map(rawRecord)])
  const total = 4 + body.length
  if (total > largestTotal) {
    const message = `The records need ${body.length} bytes; a hash has room for ${largestTotal - 4}.`
    throw new UnencodableHashError('overflow', 'records', message)
  }
  const bytes = new Uint8Array(hashBytes)
  bytes.set([0x4f, 0x41, total & 255, total >> 8])
  bytes.set(body, 4)
  bytes.set([0x43, 0x53, 36, 0], total)
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

function recordsOf(kind: RecordKind, description: HashDescription): readonly Uint8Array[] {
  const value = description[kind.key]
  if (value === undefined) return []
  const values: readonly unknown[] = kind.many ? (value as readonly unknown[]) : [value]
  const codec = kind.key === 'processorModel' && !isArm(description) ? paddedText : kind.codec
  return values.map((each) => {
    const payload = codec.write(each as never)
    if (payload === null) throw notRepresentable(kind.key)
    return record(kind.type, payload)
  })
}

/** ARM has no brand string of fixed size. */
function isArm({ processor, header }: HashDescription): boolean {
  return (processor ?? header)?.architecture.startsWith('ARM') ?? false
}

function rawRecord({ type, payload }: UnknownRecord): Uint8Array {
  const bytes = fromHex(payload)
  if (bytes === null || !Number.isInteger(type) || type < 0 || type > 0xffff)
    throw notRepresentable('other')
  return record(type, bytes)
}

function record(type: number, payload: Uint8Array): Uint8Array {
  const head = new Uint8Array(4)
  const view = new DataView(head.buffer)
  view.setUint16(0, type, true)
  view.setUint16(2, Math.min(payload.length + 4, 0xffff), true)
  return joined([head, payload])
}

function notRepresentable(field: string): UnencodableHashError {
  return new UnencodableHashError(
    'not-representable',
    field,
    `The value of ${field} cannot be written into a hash.`,
  )
}
