/**
 * A file that was repaired. Its form has no room for some rows, such as those with a comma or with letters outside
 * ANSI: these stay as they were read. All lines are those of the file that was given.
 */
import {
  DeviceCsvFixer,
  type Finding,
  type FixChange,
  type FixOptions,
  type LeftOut,
  needsAllColumns,
  type RowReading,
} from 'taxiway-device-csv'

export type Repair = {
  readonly bytes: Uint8Array
  readonly changes: readonly FixChange[]
  /** Lines of rows that are not in it, since it has no room for them. */
  readonly leftOut: ReadonlySet<number>
  /** Lines of exact repetitions, which are in it once. */
  readonly repeated: ReadonlySet<number>
}

export type ReadRow = Pick<RowReading, 'row' | 'positions'>
export type Read = { readonly findings: readonly Finding[]; readonly rows: readonly ReadRow[] }

const maxChanges = 10_000

/** Undefined: there is nothing to repair in it. */
export function repairOf(bytes: Uint8Array, options: FixOptions): Repair | undefined {
  const first = repairedOnce(bytes, options)
  const { leftOut, ...repair } = needsAllColumns(first.leftOut)
    ? repairedOnce(bytes, { ...options, allColumns: true })
    : first
  if (repair.bytes.length === 0) return undefined
  return { ...repair, leftOut: new Set(leftOut.map(({ line }) => line)) }
}

function repairedOnce(bytes: Uint8Array, options: FixOptions) {
  const changes: FixChange[] = []
  const leftOut: LeftOut[] = []
  const repeated = new Set<number>()
  const fixer = new DeviceCsvFixer({
    ...options,
    onChange(change) {
      if (change.code === 'duplicate-row') repeated.add(change.line)
      if (changes.length < maxChanges) changes.push(change)
    },
    onLeftOut: (row) => leftOut.push(row),
  })
  const parts = [fixer.push(bytes), fixer.end().bytes]
  return { bytes: joined(parts), changes, leftOut, repeated }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** What was given, with the repaired rows in the place of its own; undefined where they are not those rows. */
export function merged(
  given: Read,
  fixed: Read,
  { leftOut, repeated }: Pick<Repair, 'leftOut' | 'repeated'>,
): Read | undefined {
  const kept = given.rows.filter(({ row }) => !leftOut.has(row.line) && !repeated.has(row.line))
  if (kept.length !== fixed.rows.length) return undefined
  const lines = new Map(fixed.rows.map(({ row }, i) => [row.line, kept[i]?.row.line ?? row.line]))
  const lineOf = (line: number) => lines.get(line) ?? line
  const rows = [
    ...fixed.rows.map(({ row, ...rest }) => ({ ...rest, row: { ...row, line: lineOf(row.line) } })),
    ...given.rows.filter(({ row }) => leftOut.has(row.line)),
  ]
  const findings = [
    ...fixed.findings.map((finding) => ({ ...finding, line: lineOf(finding.line) })),
    ...given.findings.filter(({ line }) => leftOut.has(line)),
  ]
  return {
    rows: rows.toSorted((a, b) => a.row.line - b.row.line),
    findings: findings.toSorted((a, b) => a.line - b.line),
  }
}
