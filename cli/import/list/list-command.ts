/** `taxiway import list`: the import records on the server, by time, result and reason. */
import { Command, InvalidArgumentError } from 'commander'
import { isMicrosoft } from 'taxiway-autopilot'
import { withExamples } from '../../examples.ts'
import { CliError } from '../../exit.ts'
import { connect } from '../../graph/client.ts'
import { contextFor, withContextOption } from '../../sign-in/current-context.ts'
import type { Column } from '../../terminal/column.ts'
import { counted, outputOf } from '../../terminal/output.ts'
import { wholeNumber } from '../../whole-number.ts'
import { type Row, rowOf, sayReasons } from './listed-row.ts'
import { fits, type Options, pagesOf } from './record-filter.ts'

const columns: readonly Column<Row>[] = [
  { key: 'createdDateTime', title: 'Sent' },
  { key: 'serialNumber', title: 'Serial number' },
  { key: 'groupTag', title: 'Group tag' },
  { key: 'status', title: 'Status' },
  { key: 'errorCode', title: 'Code' },
  { key: 'errorName', title: 'Reason' },
  { key: 'registrationId', title: 'Registration' },
  { key: 'conflictId', title: 'Conflict' },
  { key: 'id', title: 'Id' },
]

export function importListCommand(): Command {
  const command = withContextOption(new Command('list'))
    .description('List the records of imported devices that the server keeps.')
    .option('--failed', 'only rows that were refused')
    .option('--waiting', 'only rows that wait for a decision')
    .option(
      '--since <time>',
      'only rows sent since then, such as 7d, 12h, 30m or 2026-01-31',
      since,
    )
    .option('--reason <name or code>', 'only rows refused for this reason, such as 806')
    .option('--limit <count>', 'stop after this many rows', wholeNumber)
    .action(async (options: Options) => listImports(options, command))
  return withExamples(command, {
    'taxiway import list --failed --since 7d': 'what was refused in the last week',
    'taxiway import list --reason 806': 'devices that were already registered',
    'taxiway import list --waiting --json': 'rows that wait, with the conflicts they wait in',
  })
}

async function listImports(options: Options, command: Command): Promise<void> {
  const output = outputOf(command)
  const graph = connect(await contextFor(command))
  if (options.since !== undefined && isMicrosoft(graph.origin))
    throw new CliError('Microsoft stores no time with import records.', {
      hint: 'Omit --since.',
    })
  const rows: Row[] = []
  for await (const page of pagesOf(graph, options)) {
    rows.push(...page.map(rowOf).filter((row) => fits(row, options)))
    if (rows.length >= (options.limit ?? Number.POSITIVE_INFINITY)) break
  }
  const shown = rows.slice(0, options.limit)
  output.rows(shown, output.format === 'table' ? columns : allColumns)
  if (output.format === 'table') sayReasons(output.say, shown)
  output.say(`${counted(shown.length, 'row')}.`)
}

const allColumns = (
  [
    ...columns.map(({ key }) => key),
    'decidedDateTime',
    'importId',
    'userWarning',
    'explanation',
  ] as const
).map((key) => ({ key, title: key }))

const unitSeconds = { m: 60, h: 3_600, d: 86_400, w: 604_800 } as const

export function since(text: string): Date {
  const [, count, unit] = /^(\d{1,6})([mhdw])$/.exec(text) ?? []
  if (count !== undefined && unit !== undefined)
    return new Date(
      Date.now() - Number(count) * unitSeconds[unit as keyof typeof unitSeconds] * 1000,
    )
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? new Date(text) : new Date(Number.NaN)
  if (Number.isNaN(time.getTime()))
    throw new InvalidArgumentError('It must be an age such as 7d, 12h or 30m, or a date.')
  return time
}
