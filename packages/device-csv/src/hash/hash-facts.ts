/** The parts of a row's hash by which rows are checked and compared. */
import { type decodeHardwareHash, isJunkSerial, statedText } from 'taxiway-hardware-hash'
import type { FindingCode } from '../findings/finding.ts'
import { decodedHash } from './decoded-hash.ts'
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

/** Several checks of a row ask for its hash, one after the other. */
let latest: { readonly text: string; readonly reading: HashReading } | undefined

export function readHash(text: string): HashReading {
  if (latest?.text !== text) latest = { text, reading: readingOf(text) }
  return latest.reading
}

function readingOf(text: string): HashReading {
  const decoded = decodedHash(text)
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
const hashLength = 4000
const osTypeAt = 21
const winPe = 1
const minKeyBytes = 64

/**
 * Read directly from the records, and only on demand: a file may have a hundred thousand hashes, and the
 * decoder takes several times as long to read one completely.
 */
export class HashFacts {
  readonly decoded: Decoded
  /** '' where the hash has none or only the placeholder of an absent SMBIOS string. */
  readonly serialNumber: string
  /** The serial number is missing or a placeholder. */
  readonly hasJunkSerial: boolean
  readonly #text: string
  /** Where the payload of each needed type starts, 0 where it is absent. */
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

  /** `noFingerprint` for a missing UUID and for one of a single repeated byte. */
  get uuid(): Fingerprint {
    const at = this.#starts[recordTypes.uuid] ?? 0
    const bytes = this.decoded.bytes.subarray(at, at + 16)
    const empty = at === 0 || bytes.every((byte) => byte === bytes[0])
    return empty ? noFingerprint : fingerprintOfBytes(bytes)
  }

  /** `noFingerprint` where the hash shows no TPM. */
  get tpmKey(): Fingerprint {
    const at = this.#starts[recordTypes.tpmKey] ?? 0
    const size = (this.#ends[recordTypes.tpmKey] ?? 0) - at
    // From within the key: its first bytes are less random.
    return size < minKeyBytes ? noFingerprint : fingerprintOfRandom(this.decoded.bytes, at + 16)
  }

  /** The same for the same capture: the digest inside, if it is valid. */
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

const codeOfFault: Readonly<Record<string, FindingCode>> = {
  empty: 'hash-missing',
  quoted: 'hash-not-base64',
  'line-wrapped': 'hash-not-base64',
  'url-safe': 'hash-not-base64',
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
  const cut = /^([A-Za-z0-9+/]{60,})(?:…|\.{3}|â€¦)$/.exec(text)?.[1]
  if (cut !== undefined)
    return {
      code: 'hash-length',
      detail: `shortened with dots after ${cut.length} letters`,
    }
  const letters = text.replace(/=+$/, '').length
  const code = codeOfFault[fault]
  if (code !== undefined && fault !== 'quoted') return { code, detail: message }
  if (/^[A-Za-z0-9+/]+=*$/.test(text) && letters !== hashLength) {
    const detail =
      letters < hashLength
        ? `it ends after ${letters} of 4,000 letters`
        : `it has ${letters} letters instead of 4,000`
    return { code: 'hash-length', detail }
  }
  return { code: code ?? 'hash-undecodable', detail: message }
}

const u16 = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
