/** What an import prints at its end: a line per row, a sentence per reason, and the sum. */
import type { Column } from '../terminal/column.ts'
import { counted, type Output } from '../terminal/output.ts'
import { lazily } from '../terminal/pieces.ts'
import type { Receipt, ReceiptRow } from './receipt/receipt.ts'
import {
  explanationOf,
  type ReportRow,
  registeredSerialNumber,
  reportRow,
  type Summary,
  summaryOf,
} from './report-rows.ts'

const dataColumns = (
  [
    'file',
    'line',
    'serialNumber',
    'status',
    'errorCode',
    'errorName',
    'registrationId',
    'registeredSerialNumber',
    'importId',
    'conflictId',
    'userWarning',
    'explanation',
    'upsert',
    'profileState',
  ] as const
).map((key) => ({ key, title: key }))

type Shown = ReportRow & { readonly reason: string }

const colours = { complete: 'green', error: 'red', refused: 'red', unknown: 'yellow' } as const

const tableColumns: readonly Column<Shown>[] = [
  { key: 'file', title: 'File' },
  { key: 'line', title: 'Line' },
  { key: 'serialNumber', title: 'Serial number' },
  { key: 'status', title: 'Status', style: ({ status }) => colours[status] },
  { key: 'reason', title: 'Reason' },
  { key: 'registrationId', title: 'Registration' },
]

/** Prints `receipt` as it stands and answers the sum. */
export function report(
  output: Output,
  receipt: Receipt,
  facts: { path: string; seconds: number },
): Summary {
  const rows = lazily(receipt.rows, reportRow)
  const summary = summaryOf(receipt.rows, facts.seconds)
  if (output.format === 'json') output.json({ receipt: facts.path, rows, summary })
  else if (output.format !== 'table') output.rows(rows, dataColumns)
  else sayRows(output, receipt.rows, facts.path)
  if (output.format === 'table') sayReasons(output, receipt.rows)
  warnOfUsers(output, receipt.rows)
  output.say(sumLine(summary, receipt.rows.length))
  return summary
}

/** A terminal holds some hundred rows; of more, those that need somebody are shown. */
const maxRows = 300

function sayRows(output: Output, rows: readonly ReceiptRow[], receipt: string): void {
  const all = rows.length <= maxRows || !output.isTerminal
  const chosen = all ? rows : rows.filter(({ status }) => status !== 'complete').slice(0, maxRows)
  output.rows(
    lazily(chosen, (row) => shown(reportRow(row))),
    columnsFor(chosen),
  )
  if (chosen.length === rows.length) return
  const rest = counted(rows.length - chosen.length, 'more row')
  output.say(`\n${rest} not shown here. All of them: taxiway import --resume ${receipt} -o csv`)
}

/** The registered serial number is shown where any row has another one. */
function columnsFor(rows: readonly ReceiptRow[]): readonly Column<Shown>[] {
  const differs = rows.some((row) => {
    const registered = registeredSerialNumber(row)
    return registered !== null && registered !== row.serialNumber
  })
  return differs
    ? [...tableColumns, { key: 'registeredSerialNumber', title: 'Registered serial number' }]
    : tableColumns
}

function shown(row: ReportRow): Shown {
  const code = row.errorCode ? ` (${row.errorCode})` : ''
  return { ...row, reason: row.errorName === null ? '' : `${row.errorName}${code}` }
}

/** Each reason once, however many rows have it. */
function sayReasons(output: Output, rows: readonly ReceiptRow[]): void {
  const reasons = Map.groupBy(
    rows.filter(({ status }) => status === 'error' || status === 'refused'),
    (row) => `${row.errorName ?? 'Refused'}: ${explanationOf(row)}`,
  )
  for (const [reason, those] of reasons) {
    output.say(`\n${reason} (${counted(those.length, 'row')})`)
  }
}

/** Each warning once, whatever is printed: a device that cannot be used is found out too late. */
function warnOfUsers(output: Output, rows: readonly ReceiptRow[]): void {
  const warnings = Map.groupBy(
    rows.filter(({ status, userWarning }) => status !== 'error' && userWarning != null),
    ({ userWarning }) => userWarning,
  )
  for (const [warning, those] of warnings)
    output.warn(`Warning: ${warning} (${counted(those.length, 'row')})`)
}

function sumLine(
  { complete, error, refused, unknown, updated, seconds }: Summary,
  total: number,
): string {
  const parts = [`${complete} of ${total} complete`]
  if (updated > 0) parts.push(`${updated} of them updated`)
  if (error > 0) parts.push(`${error} failed`)
  if (refused > 0) parts.push(`${refused} refused`)
  if (unknown > 0) parts.push(`${unknown} without verdict`)
  return `\n${parts.join(', ')} in ${seconds.toFixed(1)} s.`
}
