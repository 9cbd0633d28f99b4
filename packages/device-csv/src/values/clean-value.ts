/**
 * One value cleaned of what nobody typed on purpose: invisible characters, surrounding spaces, guards of
 * spreadsheets, damage to a hash. Everything else stays, and every change is reported.
 */

import type { FindingCode } from '../findings/finding.ts'
import { repairHash } from '../hash/repair-hash.ts'
import { isAnsi } from '../text/ansi.ts'
import { hasDamagedLetters, hasLostLetters } from '../text/damaged-letters.ts'
import { withoutEntities } from './entities.ts'
import { withoutGuard } from './value-guards.ts'

/** `isNamed`: a person has said in which code page they are, so that they are not of another one. */
export type Letters = { readonly isNamed: boolean }

export type Cleaned = { readonly value: string; readonly codes: readonly FindingCode[] }

const invisible =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0008\u000a-\u001f\u007f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g
/** Printable ASCII without surrounding spaces, possible guards, or an ampersand, with which an escape begins. */
const ordinary = /^[!#-%(-<>-_a-~](?:[ -%'-~]*[!#-%(-_a-~])?$/

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

export function cleanValue(value: string, { isNamed }: Letters): Cleaned {
  const codes: FindingCode[] = []
  const visible = withoutInvisible(value).replaceAll(/(?<=\S)\t+(?=\S)/g, ' ')
  if (visible !== value) codes.push('invisible-character')
  const around = visible.trim()
  if (around !== visible) codes.push('space-around-value')
  const bare = withoutGuard(around)
  if (bare !== around) codes.push('value-guard')
  const trimmed = withoutEntities(bare).trim()
  if (trimmed !== bare) codes.push('value-escaped')
  if ((isNamed ? hasLostLetters : hasDamagedLetters)(trimmed)) codes.push('encoding-damaged')
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
