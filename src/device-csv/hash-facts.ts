/**
 * What a row's hash says, as far as rows are judged and compared by it; and the repair of a hash that is
 * only written wrongly. A repair beyond Microsoft's padding loop counts only when the digest inside proves it.
 */
import { decodeHardwareHash, isUsableHash, repairPadding } from '../hardware-hash/index.ts'
import type { FindingCode } from './finding.ts'
import {
  type Fingerprint,
  fingerprintOf,
  fingerprintOfRandom,
  noFingerprint,
} from './fingerprint.ts'

type Decoded = Extract<ReturnType<typeof decodeHardwareHash>, { ok: true }>

export type HashFacts = {
  readonly decoded: Decoded
  /** '' where the hash has none or only the placeholder of an absent SMBIOS string. */
  readonly serialNumber: string
  readonly manufacturer: string
  readonly model: string
  readonly uuid: string
  readonly tpmKey: Fingerprint
  readonly capture: Fingerprint
}

export type HashReading =
  | { readonly ok: true; readonly facts: HashFacts }
  | { readonly ok: false; readonly code: FindingCode; readonly detail: string }

const tpmKeyRecord = 25
const headerSize = 4

export function readHash(text: string): HashReading {
  const decoded = decodeHardwareHash(text)
  if (!decoded.ok) return { ok: false, ...faultOf(text, decoded) }
  const { bytes } = decoded
  const total = (bytes[2] ?? 0) | ((bytes[3] ?? 0) << 8)
  const key = decoded.records.find((record) => record.type === tpmKeyRecord)
  const facts = {
    decoded,
    serialNumber: present(decoded.serialNumber),
    manufacturer: present(decoded.manufacturer),
    model: present(decoded.model),
    uuid: decoded.smbiosUuid ?? '',
    tpmKey:
      key === undefined || key.length < 64
        ? noFingerprint
        : fingerprintOfRandom(bytes, key.offset + 16),
    capture: decoded.digestValid
      ? fingerprintOfRandom(bytes, total + headerSize)
      : fingerprintOf(text),
  }
  return { ok: true, facts }
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

const present = (value: string | null): string =>
  value === null || value === 'SMBIOS_STRING_INDEX_0' ? '' : value
