/** `taxiway import list`: the import records on the server, by time, result and reason. */
import { Command, InvalidArgumentError } from 'commander'
import { explainRefusal, isMicrosoft } from 'taxiway-autopilot'
import { type Graph, GraphError } from 'taxiway-graph-client'
import type { Column } from '../column.ts'
import { withExamples } from '../examples.ts'
import { CliError } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { counted, outputOf } from '../output.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { collection, type ReceiptOnServer } from './wire.ts'

type Options = {
  readonly failed?: boolean
  readonly waiting?: boolean
  readonly since?: Date
  readonly reason?: string
  readonly limit?: number
}

export type Row = {
  readonly serialNumber: string
  readonly groupTag: string
  readonly status: string
  readonly errorCode: number | null
  readonly errorName: string | null
  readonly createdDateTime: string | null
  readonly decidedDateTime: string | null
  readonly registrationId: string | null
  readonly conflictId: string | null
  readonly userWarning: string | null
  readonly importId: string
  readonly id: string
  readonly explanation: string | null
}

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

/** The server sorts out what it can; one that knows no such filter is asked for everything. */
async function* pagesOf(
  graph: Graph,
  options: Options,
): AsyncGenerator<readonly ReceiptOnServer[]> {
  const filter = isMicrosoft(graph.origin) ? '' : filterOf(options)
  const query = filter === '' ? '' : `?$filter=${encodeURIComponent(filter)}`
  try {
    yield* graph.pages<ReceiptOnServer>(collection + query)
  } catch (error) {
    if (query === '' || !(error instanceof GraphError) || error.status !== 400) throw error
    if (options.since !== undefined) throw error
    yield* graph.pages<ReceiptOnServer>(collection)
  }
}

function filterOf({ failed, waiting, since: from, reason }: Options): string {
  return [
    ...(failed || waiting || reason !== undefined ? ["state/deviceImportStatus eq 'error'"] : []),
    ...(from === undefined ? [] : [`createdDateTime ge ${from.toISOString()}`]),
    ...(reason === undefined ? [] : [reasonFilter(reason)]),
  ].join(' and ')
}

function reasonFilter(reason: string): string {
  return /^-?\d+$/.test(reason)
    ? `state/deviceErrorCode eq ${reason}`
    : `state/deviceErrorName eq '${reason.replaceAll("'", "''")}'`
}

/** Again, for servers that did not sort out anything. */
function fits(
  { status, errorCode, errorName, conflictId }: Row,
  { failed, waiting, reason }: Options,
): boolean {
  if ((failed || waiting || reason !== undefined) && status !== 'error') return false
  if (waiting && conflictId === null) return false
  if (reason === undefined) return true
  return String(errorCode) === reason || errorName?.toLowerCase() === reason.toLowerCase()
}

function rowOf(receipt: ReceiptOnServer): Row {
  const { state, ...rest } = receipt
  const text = (value: string | null | undefined) => value ?? ''
  return {
    id: rest.id,
    importId: text(rest.importId),
    serialNumber: text(rest.serialNumber),
    groupTag: text(rest.groupTag),
    createdDateTime: rest['@taxiway.createdDateTime'] ?? null,
    decidedDateTime: rest['@taxiway.decidedDateTime'] ?? null,
    registrationId: state?.deviceRegistrationId || rest['@taxiway.registrationId'] || null,
    userWarning: rest['assignedUserPrincipalName@taxiway.warning'] ?? null,
    ...resultOf(receipt),
  }
}

function resultOf(
  receipt: ReceiptOnServer,
): Pick<Row, 'status' | 'errorCode' | 'errorName' | 'conflictId' | 'explanation'> {
  const { state } = receipt
  const status = state?.deviceImportStatus ?? 'unknown'
  if (state === null || status !== 'error')
    return { status, errorCode: null, errorName: null, conflictId: null, explanation: null }
  const isOpen = receipt['@taxiway.conflictState'] === 'open'
  const conflictId = (isOpen && receipt['@taxiway.conflictId']) || null
  const errorName = state.deviceErrorName ?? ''
  const explanation = explanationOf(errorName, conflictId)
  return { status, errorCode: state.deviceErrorCode ?? 0, errorName, conflictId, explanation }
}

function explanationOf(errorName: string, conflictId: string | null): string {
  if (conflictId !== null)
    return `The row waits for a decision. See: taxiway conflicts show ${conflictId}`
  const { meaning, nextStep, command } = explainRefusal(errorName)
  return [meaning, nextStep, ...(command === undefined ? [] : [`See: ${command}`])].join(' ')
}

/** Each reason once. */
function sayReasons(say: (text: string) => void, rows: readonly Row[]): void {
  const reasons = new Set(
    rows.flatMap(({ errorName, explanation }) =>
      explanation === null ? [] : [`${errorName}: ${explanation}`],
    ),
  )
  for (const reason of reasons) say(`\n${reason}`)
}

const unitSeconds = { m: 60, h: 3_600, d: 86_400, w: 604_800 } as const

function since(text: string): Date {
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

function wholeNumber(value: string): number {
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value)
  throw new InvalidArgumentError('It must be a whole number above 0.')
}
