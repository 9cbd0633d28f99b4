/** What `fix` reports: every change by line, what was left out, what remains, and the proof of the rest. */
import type { Finding, FixChange, FixReport, LeftOut } from 'taxiway-device-csv'
import { counted, type Output } from '../terminal/output.ts'

export type FixSummary = {
  readonly report: FixReport
  readonly to: string | null
  readonly rejects: string | null
  readonly changes: readonly FixChange[]
  readonly leftOut: readonly LeftOut[]
  readonly remaining: readonly Finding[]
  readonly errors: number
}

export function printFix(summary: FixSummary, output: Output): void {
  if (output.format === 'json') output.json(asData(summary))
  else printText(summary, output)
}

function asData({ report, to, rejects, changes, leftOut, remaining }: FixSummary): object {
  const { rowsRead, rowsWritten, rowsLeftOut, rowsRepeated, untouched, cells, format } = report
  const { kind, encoding } = report.input
  const rows = {
    read: rowsRead,
    written: rowsWritten,
    leftOut: rowsLeftOut,
    repeated: rowsRepeated,
  }
  const left = leftOut.map(({ line, codes }) => ({ line, codes }))
  const changed = {
    changeCount: report.changes,
    changes,
    leftOut: left,
    remaining,
    untouched,
    cells,
  }
  return { output: to, rejects, kind, encoding, format, rows, ...changed }
}

function printText(summary: FixSummary, output: Output): void {
  const { report, to, changes, leftOut, remaining, errors } = summary
  const talk = to === '-' ? output.say : output.line
  for (const { line, code, message } of changes) {
    talk(`${line === 0 ? 'file' : `line ${line}`}: ${code}: ${message}`)
  }
  for (const { line, codes } of leftOut) talk(`line ${line}: left out: ${codes.join(', ')}`)
  const more = report.changes - changes.length
  if (more > 0) output.say(`${counted(more, 'more change')} not listed.`)
  output.say(sentence(summary))
  const { fields, digestBefore } = report.untouched
  output.say(`${counted(fields, 'untouched field')}: SHA-256 ${digestBefore} before and after.`)
  output.say(account(report.cells))
  if (errors > 0) output.warn(`${counted(errors, 'error')} cannot be repaired automatically:`)
  const worst = remaining.filter(({ severity }) => severity === 'error').slice(0, 20)
  for (const { line, code, message } of worst) output.warn(`  line ${line}: ${code}: ${message}`)
}

/** What became of every cell of the input, so that nothing is lost silently. */
function account(cells: FixReport['cells']): string {
  const parts = [
    [cells.untouched, 'written unchanged'],
    [cells.repaired, 'repaired'],
    [cells.leftOut, 'in rows that were left out'],
    [cells.repeated, 'in repetitions'],
    [cells.lines, 'in lines that are not rows'],
    ...cells.columns.map(({ title, cells: n }) => [n, `in the omitted column ${title}`] as const),
  ] as const
  const listed = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`)
  return `${counted(cells.read, 'cell')} with content in the input: ${listed.join(', ') || 'none'}.`
}

function sentence({ report, to, rejects }: FixSummary): string {
  const verb =
    to === null ? 'would be written' : `written to ${to === '-' ? 'standard output' : to}`
  const left = `${report.rowsLeftOut} left out${rejects === null ? '' : ` (see ${rejects})`}`
  const repeated = counted(report.rowsRepeated, 'repetition')
  return `${report.rowsWritten} of ${counted(report.rowsRead, 'row')} ${verb}; ${repeated} dropped, ${left}.`
}
