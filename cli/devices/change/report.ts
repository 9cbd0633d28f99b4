/** What was, or would be, done to many devices: a line per row, and a summary. */
import { isDate, isScientific } from 'taxiway-device-csv'
import { exitCodes } from '../../exit.ts'
import type { Column } from '../../terminal/column.ts'
import type { Output } from '../../terminal/output.ts'
import { lazily } from '../../terminal/pieces.ts'
import type { CarriedOut, Outcome, Status } from './carry-out.ts'
import type { Difference } from './plan.ts'

export type Row = {
  /** 1-based line of the file; null on the command line. */
  readonly line: number | null
  readonly serialNumber: string
  /** Manufacturer and model, for a second check before a deletion; null when there is no such device. */
  readonly model: string | null
  /** Null when there is no such device. */
  readonly id: string | null
  readonly status: Status
  readonly changes: readonly Difference[]
  readonly message: string | null
}

type Shown = Row & { readonly what: string }

const colours: Partial<Record<Status, 'green' | 'red' | 'yellow'>> = {
  done: 'green',
  notFound: 'red',
  error: 'red',
  notDone: 'yellow',
}

const words: Readonly<Record<Status, string>> = {
  done: 'done',
  accepted: 'accepted, still listed',
  unchanged: 'unchanged',
  notFound: 'not found',
  error: 'failed',
  notDone: 'not done',
  planned: 'planned',
}

const columns: readonly Column<Shown>[] = [
  { key: 'line', title: 'Line' },
  { key: 'serialNumber', title: 'Serial number' },
  { key: 'model', title: 'Model' },
  { key: 'id', title: 'Id' },
  { key: 'status', title: 'Status', style: ({ status }) => colours[status] },
  { key: 'what', title: 'What' },
]

/** Prints `outcomes` as data. */
export function printOutcomes(output: Output, outcomes: readonly Outcome[]): void {
  const rows = lazily(outcomes, rowOf)
  if (output.format === 'json') output.json({ rows, summary: summaryOf(outcomes) })
  else output.rows(lazily(rows, shown), columns)
  output.say(sentence(outcomes))
}

/** Shows a plan as messages, for confirmation. */
export function sayPlan(output: Output, outcomes: readonly Outcome[]): void {
  const maxShown = 20
  for (const outcome of outcomes.slice(0, maxShown)) {
    const { serialNumber, model, id, what } = shown(rowOf(outcome))
    output.warn(`  ${[serialNumber, model, id, what].filter(Boolean).join('  ')}`)
  }
  if (outcomes.length > maxShown)
    output.warn(`  … and ${outcomes.length - maxShown} more (--dry-run shows all)`)
}

/** The exit code that says how it went. */
export function exitCodeOf({ outcomes, halted }: CarriedOut): number {
  if (halted !== undefined) return halted.exitCode
  const bad = outcomes.filter(({ status }) => status === 'notFound' || status === 'error')
  if (bad.length === 0) return exitCodes.ok
  return bad.length === outcomes.length && bad.every(({ notPermitted }) => notPermitted === true)
    ? exitCodes.notPermitted
    : exitCodes.findings
}

function rowOf({ step, status, message }: Outcome): Row {
  const { request, device, differences } = step
  return {
    line: request.line,
    serialNumber: device?.serialNumber ?? request.marks.serialNumber ?? request.name,
    model: device ? [device.manufacturer, device.model].filter(Boolean).join(' ') : null,
    id: device?.id ?? null,
    status,
    changes: differences,
    message: message ?? (device === undefined ? whyUnknown(request.name) : null),
  }
}

/** What opening a file in a spreadsheet program makes of serial numbers. */
function whyUnknown(name: string): string | null {
  const what = isScientific(name) ? 'a long number' : 'a number or word'
  return isScientific(name) || isDate(name)
    ? `A spreadsheet has probably made this of ${what}; enter the serial number itself, as text`
    : null
}

function shown(row: Row): Shown {
  const changes = row.changes.map(
    ({ property, before, after }) => `${property}: ${before || '–'} → ${after || '–'}`,
  )
  return { ...row, what: [row.message, ...changes].filter(Boolean).join('; ') }
}

function summaryOf(outcomes: readonly Outcome[]): Partial<Record<Status, number>> {
  const counts = Object.keys(words).map((status) => [
    status,
    outcomes.filter((each) => each.status === status).length,
  ])
  return Object.fromEntries(counts)
}

function sentence(outcomes: readonly Outcome[]): string {
  const counts = Object.entries(summaryOf(outcomes)).filter(([, count]) => count > 0)
  const parts = counts.map(([status, count]) => `${count} ${words[status as Status]}`)
  return `${outcomes.length === 1 ? '1 device' : `${outcomes.length} devices`}: ${parts.join(', ')}.`
}
