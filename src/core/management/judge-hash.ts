/** What a device said when it was asked for its hash: whether that can be used, and whether it fits the device. */
import {
  type DecodedHash,
  decodeHardwareHash,
  isUsableHash,
  statedText,
} from 'taxiway-hardware-hash'
import { normalised } from '../identity/normalise.ts'
import { hashBytesOf } from '../imports/hash-text.ts'
import type { Inventory } from './managed-state.ts'

export type JudgedHash =
  | { readonly kind: 'usable'; readonly bytes: Uint8Array; readonly hash: DecodedHash }
  | { readonly kind: 'unusable' | 'contradicts'; readonly detail: string }

/**
 * `said`: what the device says of itself elsewhere. SMBIOS is behind both, so that a difference is not an accident; a blank
 * says nothing. [documented: DevInfo CSP; records 14, 16 and 17 of the hash]
 */
export function judgeHash(text: string, said: Inventory | null): JudgedHash {
  // Devices write it without padding, and XML may break its lines. [documented]
  const bytes = hashBytesOf(text.replace(/\s+/g, ''))
  if (bytes === null) return { kind: 'unusable', detail: 'The hardware hash is not Base64.' }
  const hash = decodeHardwareHash(bytes)
  if (!isUsableHash(hash))
    return {
      kind: 'unusable',
      detail: hash.ok ? 'The hardware hash is damaged.' : hash.message,
    }
  const differing = said === null ? [] : contradictions(hash, said)
  return differing.length === 0
    ? { kind: 'usable', bytes, hash }
    : { kind: 'contradicts', detail: `The hash and the device differ in ${differing.join(', ')}.` }
}

function contradictions(hash: DecodedHash, said: Inventory): readonly string[] {
  const compared = [
    ['the serial number', 'serial', hash.serialNumber, said.serialNumber],
    ['the manufacturer', 'name', hash.manufacturer, said.manufacturer],
    ['the model', 'name', hash.model, said.model],
  ] as const
  return compared.flatMap(([what, kind, inHash, inNode]) => {
    const [one, other] = [statedText(inHash), inNode].map((each) => normalised(kind, each))
    return one && other && one !== other ? [what] : []
  })
}
