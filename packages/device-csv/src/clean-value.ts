/**
 * One value cleaned of what nobody typed on purpose: invisible characters, surrounding spaces, guards of
 * spreadsheets, damage to a hash. Everything else stays, and every change is reported.
 */
import type { FindingCode } from './finding.ts'
import { repairHash } from './repair-hash.ts'
import { withoutGuard } from './value-guards.ts'

export type Cleaned = { readonly value: string; readonly codes: readonly FindingCode[] }

const invisible =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0008\u000a-\u001f\u007f\u0080\u0081\u008d\u008f\u0090\u009d\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g
/** Printable ASCII without surrounding spaces or possible guards. */
const ordinary = /^[!#-&(-<>-_a-~](?:[ -~]*[!#-&(-~])?$/

/** True for a value that needs no further check. */
export function isOrdinary(value: string): boolean {
  return value === '' || ordinary.test(value)
}

/** What a hash of the right length may still contain; searching for each is cheap. */
const suspects = ['\u0000', '\t', ' ', '\u00a0', '\u200b', '\ufeff', '-', '_', '%', '&', '\\', '=']

/** As `isOrdinary` for a hash: one of full length is only searched for suspects; the decoder checks the rest. */
export function isOrdinaryHash(hash: string): boolean {
  return hash.length === 4000 && !suspects.some((letter) => hash.includes(letter))
}

export function withoutInvisible(value: string): string {
  return value.replaceAll(invisible, '')
}

export function cleanValue(value: string): Cleaned {
  const codes: FindingCode[] = []
  const visible = withoutInvisible(value).replaceAll(/(?<=\S)\t+(?=\S)/g, ' ')
  if (visible !== value) codes.push('invisible-character')
  const around = visible.trim()
  if (around !== visible) codes.push('space-around-value')
  const trimmed = withoutGuard(around)
  if (trimmed !== around) codes.push('value-guard')
  if (trimmed.includes('\ufffd')) codes.push('encoding-damaged')
  else if (!isAnsi(trimmed)) codes.push('character-not-ansi')
  else if (/[^ -~\t]/.test(trimmed)) codes.push('character-not-ascii')
  return { value: trimmed, codes }
}

/** A hash repaired as far as its digest proves it; otherwise only what surrounds it is removed. */
export function cleanHash(value: string): Cleaned {
  const codes: FindingCode[] = []
  const visible = withoutInvisible(value)
  if (visible !== value) codes.push('invisible-character')
  const trimmed = visible.trim()
  if (trimmed !== visible) codes.push('space-around-value')
  const repaired = repairHash(trimmed)
  if (repaired !== null) return { value: repaired.text, codes: [...codes, ...repaired.codes] }
  const bare = withoutGuard(trimmed)
  return { value: bare, codes: bare === trimmed ? codes : [...codes, 'value-guard'] }
}

const ansiBeyondLatin1 = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ'
const ansiCodes = [
  0x80, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8e, 0x91, 0x92, 0x93,
  0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9e, 0x9f,
]
const ansiByte = new Map([...ansiBeyondLatin1].map((letter, at) => [letter, ansiCodes[at] ?? 0x3f]))

/** The Windows-1252 byte of one UTF-16 unit; undefined when the code page has no such character. */
export function ansiByteOf(letter: string): number | undefined {
  const code = letter.charCodeAt(0)
  if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) return code
  return ansiByte.get(letter)
}

export function isAnsi(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) >= 0x80 && ansiByteOf(text[i] ?? '') === undefined) return false
  }
  return true
}
