/**
 * Merges many files in two passes: the first finds out which rows are the same device, the second
 * writes. So thousands of files need no more memory than a few numbers per row.
 */
import { isAnsi } from './clean-value.ts'
import { columnsOfPlan } from './columns-of-format.ts'
import { DeviceIndex, type Seen } from './device-index.ts'
import { readHash } from './hash-facts.ts'
import { type LeftLine, LossNotes, type MergeLosses } from './merge-losses.ts'
import { DeviceCsvReader } from './reader.ts'
import { type Column, columns, type DeviceRow, type FileKind } from './row.ts'
import type { RowReading } from './row-mapper.ts'
import { traitsOf } from './traits.ts'

/** A file that can be read more than once. */
export type MergeSource = {
  readonly name: string
  readonly open: () => AsyncIterable<Uint8Array>
  /** The text was generated, for example from a spreadsheet's cells. */
  readonly isMade?: boolean
}

export type MergeOptions = {
  /** Keep only the newest of several captures of one device, by the clock inside the hash; absent: keep all and list them. */
  readonly newest?: boolean
}

/** Rows that are one device. */
export type MergeConflict = {
  readonly serialNumber: string
  readonly places: readonly {
    readonly file: string
    readonly line: number
    readonly captured: string | null
  }[]
  /** Index into `places` of the row that is kept; null when all are. */
  readonly kept: number | null
}

export type MergePlan = {
  readonly rows: number
  /** Exact repetitions of an earlier row. */
  readonly repeated: number
  readonly conflicts: readonly MergeConflict[]
  readonly kinds: ReadonlySet<FileKind>
  readonly hasGroupTag: boolean
  readonly hasUser: boolean
  /** False when a value cannot be written as ANSI text. */
  readonly ansi: boolean
  /** Files without rows. */
  readonly empty: readonly string[]
  /** The numbers of the rows that are not written, in reading order. */
  readonly dropped: ReadonlySet<number>
  readonly losses: MergeLosses
}

type Member = Seen & { readonly row: number; readonly captured: string | null }
type Group = { readonly serialNumber: string; readonly members: Member[] }

/** The first pass. */
export async function planMerge(
  sources: readonly MergeSource[],
  options: MergeOptions = {},
): Promise<MergePlan> {
  const notes = new MergeNotes()
  const empty: string[] = []
  for (const [file, source] of sources.entries()) {
    const before = notes.rows
    const leave = ({ line, codes }: Omit<LeftLine, 'file'>): void =>
      notes.losses.leave({ file, line, codes })
    for await (const { reading, kind } of rowsOf(source, leave)) notes.add(reading, kind, file)
    if (notes.rows === before) empty.push(source.name)
  }
  return { ...notes.plan(sources, options), empty }
}

/** What the first pass keeps: a few numbers per row, and the groups of rows that are one device. */
class MergeNotes {
  rows = 0
  readonly losses = new LossNotes()
  readonly #index = new DeviceIndex()
  readonly #captured: (number | null)[] = []
  readonly #groups = new Map<number, Group>()
  readonly #dropped = new Set<number>()
  readonly #kinds = new Set<FileKind>()
  #repeated = 0
  #hasGroupTag = false
  #hasUser = false
  #ansi = true

  add(reading: RowReading, kind: FileKind, file: number): void {
    const { row } = reading
    const number = this.rows++
    this.losses.keep(reading)
    this.#kinds.add(kind)
    this.#hasGroupTag ||= row.groupTag !== ''
    this.#hasUser ||= row.assignedUser !== ''
    this.#ansi &&= columns.every((column) => isAnsi(row[column] ?? ''))
    const hash = row.hardwareHash === '' ? undefined : readHash(row.hardwareHash)
    const facts = hash?.ok ? hash.facts : undefined
    this.#captured.push(timeOf(facts?.decoded.osSystemTime ?? null))
    const verdict = this.#index.add(traitsOf(row, facts), { file, line: row.line })
    if (verdict.kind === 'same-row') {
      this.#dropped.add(number)
      this.#repeated++
    }
    if (verdict.kind !== 'same-device') return
    const group = this.#groupOf(verdict, row.serialNumber)
    group.members.push(this.#member({ file, line: row.line, row: number }))
  }

  plan(sources: readonly MergeSource[], options: MergeOptions): Omit<MergePlan, 'empty'> {
    const dropped = new Set(this.#dropped)
    const groups = [...this.#groups.values()]
    const conflicts = groups.map((group) => settle(group, { sources, dropped, options }))
    return {
      rows: this.rows,
      repeated: this.#repeated,
      conflicts,
      kinds: this.#kinds,
      hasGroupTag: this.#hasGroupTag,
      hasUser: this.#hasUser,
      ansi: this.#ansi,
      dropped,
      losses: this.losses.sum,
    }
  }

  #groupOf(first: Seen & { row: number }, serialNumber: string): Group {
    const known = this.#groups.get(first.row)
    if (known !== undefined) return known
    const group = { serialNumber, members: [this.#member(first)] }
    this.#groups.set(first.row, group)
    return group
  }

  #member({ file, line, row }: Seen & { row: number }): Member {
    return { file, line, row, captured: isoOf(this.#captured[row]) }
  }
}

/** The kind of file that can hold all these rows and its columns; null when there is none. */
export function shapeOfPlan(plan: MergePlan): {
  format: 'intune' | 'partner-center' | 'corporate-identifiers'
  columns: readonly Column[]
} | null {
  const kinds = [...plan.kinds]
  const all = (kind: FileKind): boolean => kinds.every((each) => each === kind)
  if (all('corporate-identifiers')) return shape('corporate-identifiers', plan)
  const hasTagOrUser = plan.hasGroupTag || plan.hasUser
  if (all('partner-center') && !hasTagOrUser) return shape('partner-center', plan)
  return kinds.every((kind) => hashKinds.has(kind)) ? shape('intune', plan) : null
}

const hashKinds: ReadonlySet<FileKind> = new Set([
  'intune',
  'partner-center',
  'configuration-manager',
])

function shape(format: 'intune' | 'partner-center' | 'corporate-identifiers', plan: MergePlan) {
  return { format, columns: columnsOfPlan(plan, format) }
}

/** The second pass: the rows to write, in order, repaired but otherwise unchanged. */
export async function* mergedRows(
  sources: readonly MergeSource[],
  plan: MergePlan,
): AsyncGenerator<DeviceRow> {
  let count = 0
  for (const source of sources) {
    for await (const { reading } of rowsOf(source, () => undefined))
      if (!plan.dropped.has(count++)) yield reading.row
  }
}

type Leave = (line: Omit<LeftLine, 'file'>) => void

/** The rows that are recognized with certainty; each line that is not one of them goes to `leave`. */
async function* rowsOf(
  { name, open, isMade = false }: MergeSource,
  leave: Leave,
): AsyncGenerator<{ reading: RowReading; kind: FileKind }> {
  const reader = new DeviceCsvReader(
    ({ line, code }) => {
      if (code === 'preamble-line' || code === 'line-too-long') leave({ line, codes: [code] })
    },
    { fileName: name, isMade },
  )
  const isSound = ({ row, faults }: RowReading): boolean => {
    if (faults.length > 0) leave({ line: row.line, codes: faults })
    return faults.length === 0
  }
  for await (const chunk of open()) {
    for (const reading of reader.push(chunk))
      if (isSound(reading)) yield { reading, kind: reader.kind }
  }
  for (const reading of reader.end()) if (isSound(reading)) yield { reading, kind: reader.kind }
}

function settle(
  { serialNumber, members }: Group,
  at: { sources: readonly MergeSource[]; dropped: Set<number>; options: MergeOptions },
): MergeConflict {
  const places = members.map(({ file, line, captured }) => ({
    file: at.sources[file]?.name ?? '',
    line,
    captured,
  }))
  if (at.options.newest !== true) return { serialNumber, places, kept: null }
  // ISO times compare as text; a hash without a readable time loses, and the first of equals stays.
  const kept = members.reduce(
    (best, member, i) => ((member.captured ?? '') > (members[best]?.captured ?? '') ? i : best),
    0,
  )
  members.forEach((member, i) => {
    if (i !== kept) at.dropped.add(member.row)
  })
  return { serialNumber, places, kept }
}

function timeOf(iso: string | null): number | null {
  const time = iso === null ? Number.NaN : Date.parse(iso)
  return Number.isNaN(time) ? null : time
}

const isoOf = (time: number | null | undefined): string | null =>
  time === null || time === undefined ? null : new Date(time).toISOString()
