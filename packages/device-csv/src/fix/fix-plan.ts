/** In which form a file is written again, decided by its first row, and what is reported about that in the end. */

import type { FileFacts } from '../file-facts.ts'
import { columnsOfPlan } from '../layout/columns-of-format.ts'
import type { CellAccount } from '../reading/cell-account.ts'
import type { Positions } from '../reading/clean-row.ts'
import type { RowReading } from '../reading/row-mapper.ts'
import type { Column, FileKind, Profile } from '../row.ts'
import { isBlank } from '../values/row-words.ts'
import { headerLine } from '../write/write.ts'
import { type Proof, UntouchedFields } from './proof.ts'

export type FixReport = {
  readonly input: FileFacts
  /** Null when the file is not a device list and nothing was written. */
  readonly format: Profile | 'corporate-identifiers' | null
  readonly rowsRead: number
  readonly rowsWritten: number
  readonly rowsLeftOut: number
  /** Exact repetitions, which are written once. */
  readonly rowsRepeated: number
  readonly changes: number
  readonly untouched: Proof
  /** What became of every cell of the input. */
  readonly cells: CellAccount
}

export type Plan = {
  readonly format: Profile | 'corporate-identifiers'
  readonly written: readonly Column[]
  readonly proof: UntouchedFields
}

/** The values of the row that the output has no column for, as one text. */
export function valuesElsewhere(
  { written, positions }: RowReading,
  kept: readonly Column[],
): string {
  if (positions.size === kept.length && written.length <= kept.length) return ''
  const places = new Set(kept.map((column) => positions.get(column)))
  const others = written.map((value, at) => (places.has(at + 1) || isBlank(value) ? '' : value))
  return others.every((value) => value === '') ? '' : others.join('\u001f')
}

type Wanted = {
  readonly profile: Profile
  readonly isAll: boolean
  /** Of the first row, which decides unless all columns are wanted. */
  readonly positions: Positions
}

/** Undefined: the file is not a device list. */
export function planOf(kind: FileKind, { profile, isAll, positions }: Wanted): Plan | undefined {
  const format = formatOf(kind, profile)
  if (format === undefined) return undefined
  const needs = {
    hasGroupTag: isAll || positions.has('groupTag'),
    hasUser: isAll || positions.has('assignedUser'),
  }
  const written = columnsOfPlan(needs, format)
  const titles = headerLine(format, written) === '' ? 0 : 1
  return { format, written, proof: new UntouchedFields(written, titles) }
}

function formatOf(kind: FileKind, profile: Profile): Plan['format'] | undefined {
  if (kind === 'corporate-identifiers') return kind
  return kind === 'intune' || kind === 'partner-center' || kind === 'configuration-manager'
    ? profile
    : undefined
}

export function titleLine({ format, written }: Plan): string {
  const header = headerLine(format, written)
  return header === '' ? '' : `${header}\r\n`
}
