/**
 * One value freed of what nobody typed on purpose: invisible characters, surrounding blanks, blanks
 * inside a hash. Everything else stays, and every change is named.
 */
import type { FindingCode } from './finding.ts'

export type Cleaned = { readonly value: string; readonly codes: readonly FindingCode[] }

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const invisible = /[\u0000-\u0008\u000a-\u001f\u007f\u00ad\u200b-\u200f\u2060\ufeff]/g
const ordinary = /^[!-~](?:[ -~]*[!-~])?$/

/** True for a value that needs no look at all. */
export function isOrdinary(value: string): boolean {
  return value === '' || ordinary.test(value)
}

/** Blanks and invisible characters that a hash of the right length may still hide; searching for each is cheap. */
const suspects = ['\u0000', '\t', ' ', '\u00a0', '\u200b', '\ufeff']

/** As `isOrdinary` for a hash: one of the full length is only searched for suspects, the decoder sees the rest. */
export function isOrdinaryHash(hash: string): boolean {
  if (hash.length !== 4000) return /^[!-~]*$/.test(hash)
  return !suspects.some((letter) => hash.includes(letter))
}

export function cleanValue(value: string): Cleaned {
  const codes: FindingCode[] = []
  const visible = value.replaceAll(invisible, '')
  if (visible !== value) codes.push('invisible-character')
  const trimmed = visible.trim()
  if (trimmed !== visible) codes.push('space-around-value')
  if (trimmed.includes('\ufffd')) codes.push('encoding-damaged')
  else if (!isAnsi(trimmed)) codes.push('character-not-ansi')
  else if (/[^ -~\t]/.test(trimmed)) codes.push('character-not-ascii')
  return { value: trimmed, codes }
}

/** Base64 has no blanks, so those inside a hash are line breaks that something turned into blanks. */
export function cleanHash(value: string): Cleaned {
  const { value: trimmed, codes } = cleanValue(value)
  const solid = trimmed.replaceAll(/\s+/g, '')
  return { value: solid, codes: solid === trimmed ? codes : [...codes, 'hash-wrapped'] }
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
