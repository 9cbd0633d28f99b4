/** Complete hashes anywhere in a text, also escaped or wrapped over lines; only those with a valid digest. */
import { type DeviceRow, repairHash } from 'taxiway-device-csv'
import { isWholeHash } from './whole-hash.ts'

const plain = /T0[EFGH][A-Za-z0-9+/]{3997}/g
/** Base64 characters, their escapes, and the line breaks and marks that mails, lists and web pages put between them. */
const spoiled =
  /(?:(?<=\\u0022)|(?<![A-Za-z0-9+/]))(?:T0[EFGH]|VDB[FGHI])(?:[A-Za-z0-9+/_-]|\\u00(?:2[bfBF]|3[dD])|\\\/|&#(?:x2[bfBF]|43|47|61);|%2[bfBF]|=2[BF]|<w?br ?\/?>|=?\r?\n[> \t]*(?![> \t])|[ \t]{1,40}(?=[A-Za-z0-9+/])){1500,12000}/g

/** Each hash once, in text order. */
export function hashesIn(text: string): readonly string[] {
  const found = new Set<string>()
  for (const [hash] of text.matchAll(plain)) if (isWholeHash(hash)) found.add(hash)
  if (found.size > 0) return [...found]
  return [...new Set(spoiledHashesIn(text).map(({ hash }) => hash))]
}

export type PlacedHash = { readonly hash: string; readonly index: number }

/** Those that are escaped or wrapped, and others that the same marks surround. */
export function spoiledHashesIn(text: string): readonly PlacedHash[] {
  const found: PlacedHash[] = []
  if (!/T0[EFGH]|VDB[FGHI]/.test(text)) return found
  const search = new RegExp(spoiled)
  for (let match = search.exec(text); match !== null; match = search.exec(text)) {
    const hash = wholeIn(match[0].replaceAll(/=?\r?\n[> \t]*|<w?br ?\/?>/g, ''))
    if (hash === undefined) continue
    found.push({ hash, index: match.index })
    // The next one may be in the same match, below nothing but its serial number.
    search.lastIndex = match.index + hash.length
  }
  return found
}

/** The match may extend beyond the hash, so it is tried as is and cut off where a hash ends. */
function wholeIn(text: string): string | undefined {
  const repaired = repairHash(text)?.text
  if (repaired !== undefined) return repaired
  const start = text.slice(0, 4000)
  return isWholeHash(start) ? start : undefined
}

export function rowOfHash(hardwareHash: string, line: number): DeviceRow {
  return { line, serialNumber: '', productKey: '', hardwareHash, groupTag: '', assignedUser: '' }
}
