/**
 * Bytes or base64 → a decoded hash, or a fault with its offset. Never throws.
 *
 * Only the envelope is judged here: magic, record walk, trailer. A digest that does not fit is no
 * fault but `digestValid: false`, so that a damaged hash can still be looked at; `isUsableHash`
 * is the question a registry asks.
 */
import { bytesOfText } from './base64.ts'
import { spells, u16 } from './bytes.ts'
import { DecodedHash } from './decoded-hash.ts'
import { sha256 } from './digest/digest.ts'
import { hashBytes, headSize, magic, maxTotalBytes, trailerSize, trailerTag } from './envelope.ts'
import { faultAt, type HashFault } from './fault.ts'

/** Reads a hash as Microsoft's tool prints it, or its 3000 bytes (kept, not copied). */
export function decodeHardwareHash(input: string | Uint8Array): DecodedHash | HashFault {
  const bytes = typeof input === 'string' ? bytesOfText(input) : input
  if (!(bytes instanceof Uint8Array)) return isFault(bytes) ? bytes : notAHash()
  return envelopeFault(bytes) ?? recordFault(bytes) ?? withDigest(bytes)
}

/** Whether the hash is intact: decoded, digest right, nothing after the digest. */
export function isUsableHash(decoded: DecodedHash | HashFault): decoded is DecodedHash {
  return decoded.ok && decoded.digestValid && decoded.tailIsZero
}

function isFault(value: unknown): value is HashFault {
  return typeof value === 'object' && value !== null && 'fault' in value
}

function envelopeFault(bytes: Uint8Array): HashFault | undefined {
  if (bytes.length === 0) return faultAt('empty', 0, 'There is no hash here.')
  if (u16(bytes, 0) !== magic) return notAHash()
  if (bytes.length < hashBytes) {
    return faultAt('truncated', bytes.length, `The hash ends after ${bytes.length} of 3,000 bytes.`)
  }
  if (bytes.length > hashBytes) {
    return faultAt('too-long', hashBytes, `The hash has ${bytes.length} instead of 3,000 bytes.`)
  }
  const total = u16(bytes, 2)
  if (total < headSize || total > maxTotalBytes) {
    return faultAt('total-out-of-range', 2, `The records cannot end at byte ${total}.`)
  }
  if (u16(bytes, total) !== trailerTag || u16(bytes, total + 2) !== trailerSize) {
    return faultAt('trailer', total, 'The digest is not where the header says.')
  }
  return undefined
}

function notAHash(): HashFault {
  return faultAt(
    'not-a-hash',
    0,
    'This is base64, but not a hardware hash: it does not start with "OA".',
  )
}

/** Follows the records to their end; what they say is read later. */
function recordFault(bytes: Uint8Array): HashFault | undefined {
  const total = u16(bytes, 2)
  for (let at = headSize; at < total; ) {
    const length = u16(bytes, at + 2)
    if (length < headSize) {
      return faultAt('record-length', at, `A record cannot be ${length} bytes long.`)
    }
    if (at + length > total) {
      return faultAt('record-overrun', at, 'A record reaches past the end of all records.')
    }
    at += length
  }
  return undefined
}

function withDigest(bytes: Uint8Array): DecodedHash {
  const total = u16(bytes, 2)
  const digestValid = spells(bytes, total + headSize, sha256(bytes.subarray(0, total)))
  return new DecodedHash(bytes, digestValid)
}
