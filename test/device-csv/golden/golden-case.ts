/** How a golden case is written: as text in which `#n` stands for the hash of sample n, with what is to be found in it. */

import type { Profile } from 'taxiway-device-csv'
import { sampleDevices } from '../samples.ts'

export type GoldenCase = {
  /** Also the name of its folder. */
  readonly name: string
  readonly input: Uint8Array
  readonly profile: Profile
  /** `line:column code` in any order; line 0 is the file, column `-` a whole line. */
  readonly findings: readonly string[]
  /** The repaired file; null when there is nothing to write. */
  readonly fixed: string | null
  /** What is still found in the repaired file. */
  readonly remaining: readonly string[]
  /** Rows that the repaired file cannot hold: `line code`. */
  readonly leftOut: readonly string[]
}

type Expectation = {
  readonly profile?: Profile
  readonly fixed?: string | null
  readonly remaining?: string
  readonly leftOut?: string
}

export const header = 'Device Serial Number,Windows Product ID,Hardware Hash'
export const header4 = `${header},Group Tag`
export const header5 = `${header4},Assigned User`
export const partnerHeader = `${header},Manufacturer name,Device model`

/** Sample rows without any remark of their own. */
export const rowA = 'PE0VG8PF,,#0'
export const rowB = '0DN6741SS8,,#2'
export const rowC = 'PD2YXQ60,,#5'

export const plainFile = file(header, rowA, rowB)

/** Lines with CR LF after each. */
export function file(...lines: readonly string[]): string {
  return lines.map((line) => `${line}\r\n`).join('')
}

/** `findings` is a list separated by blanks and `|`. Without `fixed`, the repaired file is the plain one. */
export function golden(
  name: string,
  input: string | Uint8Array,
  [findings, expectation = {}]: readonly [findings: string, expectation?: Expectation],
): GoldenCase {
  const { profile = 'intune', fixed = plainFile, remaining = '', leftOut = '' } = expectation
  return {
    name,
    input: typeof input === 'string' ? ansi(input) : input,
    profile,
    findings: listed(findings),
    fixed: fixed === null ? null : withHashes(fixed),
    remaining: listed(remaining),
    leftOut: listed(leftOut),
  }
}

const listed = (text: string): string[] =>
  text
    .split('|')
    .map((each) => each.trim())
    .filter((each) => each !== '')

export function withHashes(text: string): string {
  return text.replaceAll(/#(\d)/g, (_, n) => sampleDevices[Number(n)]?.hash ?? '')
}

/** Letters up to U+00FF as single bytes. */
export function ansi(text: string): Uint8Array {
  return Uint8Array.from(withHashes(text), (letter) => letter.charCodeAt(0))
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(withHashes(text))
}

export function utf16(text: string, order: 'le' | 'be'): Uint8Array {
  const little = Buffer.from(withHashes(text), 'utf16le')
  return new Uint8Array(order === 'le' ? little : little.swap16())
}
