/**
 * What a row's hash says, as far as rows are judged and compared by it; and the repair of a hash that is
 * only written wrongly. A repair beyond Microsoft's padding loop counts only when the digest inside proves it.
 */
import {
  decodeHardwareHash,
  isJunkSerial,
  isUsableHash,
  repairPadding,
  statedText,
} from 'taxiway-hardware-hash'
import type { FindingCode } from './finding.ts'
import {
  type Fingerprint,
  fingerprintOf,
  fingerprintOfBytes,
  fingerprintOfRandom,
  noFingerprint,
} from './fingerprint.ts'

type Decoded = Extract<ReturnType<typeof decodeHardwareHash>, { ok: true }>

export type HashReading =
  | { readonly ok: true; readonly facts: HashFacts }
  | { readonly ok: false; readonly code: FindingCode; readonly detail: string }

export function readHash(text: string): HashReading {
  const decoded = decodeHardwareHash(text)
  if (decoded.ok) return { ok: true, facts: new HashFacts(decoded, text) }
  return { ok: false, ...faultOf(text, decoded) }
}

const recordTypes = {
  header: 1,
  uuid: 12,
  serialNumber: 14,
  manufacturer: 16,
  model: 17,
  productKeyId: 24,
  tpmKey: 25,
}
const maxRecordType = 25
const headerSize = 4
const osTypeAt = 21
const winPe = 1
const smallestKey = 64

/**
 * Read straight from the records, and only what is asked for: a file has a hundred thousand of these, and the
 * decoder's full reading of a hash takes several times as long as the judgement needs.
 */
export class HashFacts {
  readonly decoded: Decoded
  /** '' where the hash has none or only the placeholder of an absent SMBIOS string. */
  readonly serialNumber: string
  /** The serial number is missing or a placeholder. */
  readonly hasJunkSerial: boolean
  readonly #text: string
  /** Where the payload of each wanted type starts, 0 where it is absent. */
  readonly #starts = new Uint16Array(maxRecordType + 1)
  readonly #ends = new Uint16Array(maxRecordType + 1)
  readonly #total: number

  constructor(decoded: Decoded, text: string) {
    this.decoded = decoded
    this.#text = text
    const { bytes } = decoded
    this.#total = u16(bytes, 2)
    for (let at = headerSize; at < this.#total; ) {
      const type = u16(bytes, at)
      const length = u16(bytes, at + 2)
      if (type <= maxRecordType && this.#starts[type] === 0) {
        this.#starts[type] = at + headerSize
        this.#ends[type] = at + length
      }
      at += length
    }
    this.serialNumber = this.#string(recordTypes.serialNumber)
    this.hasJunkSerial = isJunkSerial(this.serialNumber)
  }

  get manufacturer(): string {
    return this.#string(recordTypes.manufacturer)
  }

  get model(): string {
    return this.#string(recordTypes.model)
  }

  /** Null where the hash has none. */
  get productKeyId(): string | null {
    return this.#string(recordTypes.productKeyId) || null
  }

  get fromWinPe(): boolean {
    return this.decoded.bytes[(this.#starts[recordTypes.header] ?? 0) + osTypeAt] === winPe
  }

  /** None for a missing UUID and for one that repeats a byte. */
  get uuid(): Fingerprint {
    const at = this.#starts[recordTypes.uuid] ?? 0
    const bytes = this.decoded.bytes.subarray(at, at + 16)
    const empty = at === 0 || bytes.every((byte) => byte === bytes[0])
    return empty ? noFingerprint : fingerprintOfBytes(bytes)
  }

  /** None where the hash shows no TPM. */
  get tpmKey(): Fingerprint {
    const at = this.#starts[recordTypes.tpmKey] ?? 0
    const size = (this.#ends[recordTypes.tpmKey] ?? 0) - at
    // Some way into the key: its first bytes are less random.
    return size < smallestKey ? noFingerprint : fingerprintOfRandom(this.decoded.bytes, at + 16)
  }

  /** The same for the same capture: the digest inside, if it holds. */
  get capture(): Fingerprint {
    const { bytes, digestValid } = this.decoded
    return digestValid
      ? fingerprintOfRandom(bytes, this.#total + headerSize)
      : fingerprintOf(this.#text)
  }

  #string(type: number): string {
    const end = this.#ends[type] ?? 0
    const { bytes } = this.decoded
    let text = ''
    for (let at = this.#starts[type] ?? 0; at < end && bytes[at] !== 0; at++) {
      const byte = bytes[at] ?? 0
      if (byte > 127) return statedText(this.#decodedString(type))
      text += String.fromCharCode(byte)
    }
    return statedText(text)
  }

  #decodedString(type: number): string | null {
    const { serialNumber, manufacturer, model, productKeyId } = this.decoded
    if (type === recordTypes.serialNumber) return serialNumber
    if (type === recordTypes.manufacturer) return manufacturer
    return type === recordTypes.model ? model : productKeyId
  }
}

/** The hash rightly written, and which repairs that took; null when it is right or beyond repair. */
export function repairHash(
  text: string,
): { readonly text: string; readonly codes: readonly FindingCode[] } | null {
  const solid = text.replaceAll('-', '+').replaceAll('_', '/')
  const codes: FindingCode[] = solid === text ? [] : ['hash-url-safe']
  const whole = completed(solid)
  const padded = whole ?? repairPadding(solid).text
  if (padded !== solid) codes.push('hash-padding')
  if (codes.length === 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(padded)) return null
  return { text: padded, codes }
}

/**
 * The hash with its lost or surplus `A`s put right, null if that does not make it whole. All bytes
 * behind the digest are zero (A is six zero bits), so when the digest holds there is nothing to guess.
 */
function completed(text: string): string | null {
  const body = text.replace(/=+$/, '')
  const whole =
    body.length > 4000 && /^A+$/.test(body.slice(4000))
      ? body.slice(0, 4000)
      : body.padEnd(4000, 'A')
  return isUsableHash(decodeHardwareHash(whole)) ? whole : null
}

const codeOfFault: Readonly<Record<string, FindingCode>> = {
  empty: 'hash-missing',
  quoted: 'hash-not-base64',
  'line-wrapped': 'hash-wrapped',
  'url-safe': 'hash-url-safe',
  'bad-padding': 'hash-padding',
  'bad-character': 'hash-not-base64',
  'doubly-encoded': 'hash-undecodable',
  '4096-characters': 'hash-length',
  truncated: 'hash-length',
  'too-long': 'hash-length',
}

function faultOf(
  text: string,
  { fault, message }: { readonly fault: string; readonly message: string },
): { code: FindingCode; detail: string } {
  const code = codeOfFault[fault] ?? 'hash-undecodable'
  const lengthOnly = code === 'hash-length' || code === 'hash-padding'
  if (lengthOnly && completed(text) !== null)
    return { code: 'hash-padding', detail: `${text.length} characters` }
  return { code, detail: message }
}

const u16 = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
