/**
 * Merges many files in two passes: the first finds out which rows are the same device, the second
 * writes. So thousands of files need no more memory than a few numbers per row.
 */
import { columnsOfPlan } from '../layout/columns-of-format.ts'
import { DeviceCsvReader } from '../reading/reader.ts'
import type { RowReading } from '../reading/row-mapper.ts'
import type { Column, DeviceRow, FileKind } from '../row.ts'
import type { LeftLine } from './merge-losses.ts'
import { MergeNotes } from './merge-notes.ts'
import type { MergeOptions, MergePlan, MergeSource } from './merge-plan.ts'

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
  { name, open, isMade = false, encoding }: MergeSource,
  leave: Leave,
): AsyncGenerator<{ reading: RowReading; kind: FileKind }> {
  const reader = new DeviceCsvReader(
    ({ line, code }) => {
      if (code === 'preamble-line' || code === 'line-too-long') leave({ line, codes: [code] })
    },
    { fileName: name, isMade, ...(encoding && { encoding }) },
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
