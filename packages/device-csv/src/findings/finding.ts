/**
 * What is wrong with a file, in a form that a person can act on: where, how severe for the chosen profile, what,
 * and how to fix it. Codes are stable; their catalogue is also the index of the documentation.
 */

import type { Profile } from '../row.ts'
import type { CodeEntry, JudgingProfile, Severity } from './code-entry.ts'
import { columnCodes } from './codes-columns.ts'
import { fileCodes } from './codes-file.ts'
import { lineCodes } from './codes-lines.ts'
import { valueCodes } from './codes-value.ts'

export const findingCodes = { ...fileCodes, ...lineCodes, ...columnCodes, ...valueCodes }

export type FindingCode = keyof typeof findingCodes

/** `line` is 1-based and 0 for the file as a whole; `column` is the 1-based column of the file, null for a whole line. */
export type Finding = {
  readonly line: number
  readonly column: number | null
  readonly severity: Severity
  readonly code: FindingCode
  readonly message: string
  readonly fix: string | null
}

export type Place = {
  readonly line: number
  readonly column: number | null
  readonly detail?: string
}

/** Makes findings for one profile. */
export type FindingMaker = (code: FindingCode, place: Place) => Finding

export function findingsFor(profile: Profile): FindingMaker {
  return (code, { line, column, detail = '' }) => {
    const entry: CodeEntry = findingCodes[code]
    const severity =
      typeof entry.severity === 'string' ? entry.severity : entry.severity[strictness(profile)]
    return {
      line,
      column,
      severity,
      code,
      message: entry.message(short(detail)),
      fix: entry.fix || null,
    }
  }
}

function strictness(profile: Profile): JudgingProfile {
  return profile === 'intune-lenient' || profile === 'partner-center' ? profile : 'intune'
}

/** Hashes and file contents are long and confidential: a message shows only their beginning. */
function short(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`
}

/** A list of at most ten thousand entries: a file of empty lines must not fill the memory with findings. */
export class ShortList<T> {
  readonly items: T[] = []

  add(item: T): void {
    if (this.items.length < 10_000) this.items.push(item)
  }
}
