/** A plan as a person reads it, and the exit code that it calls for. */
import type { RemovalDevice, RemovalPlan, RemovalStep } from 'taxiway-autopilot/admin'
import { type ExitCode, exitCodes } from '../exit.ts'
import type { Column } from '../terminal/column.ts'
import { counted, type Output } from '../terminal/output.ts'

type Row = Pick<RemovalDevice, 'serialNumber' | 'state' | 'id' | 'join'> & {
  readonly by: string
  readonly step: string
  readonly reason: string
}

const colours = {
  pending: 'yellow',
  running: 'yellow',
  done: 'green',
  failed: 'red',
  blocked: 'red',
  skipped: 'dim',
} as const

const columns: readonly Column<Row>[] = [
  { key: 'serialNumber', title: 'Serial number' },
  { key: 'state', title: 'State', style: ({ state }) => colours[state] },
  { key: 'by', title: 'Recognized by' },
  { key: 'join', title: 'Join' },
  { key: 'step', title: 'Steps' },
  { key: 'id', title: 'Registration' },
  { key: 'reason', title: 'Reason' },
]

type Shown = Omit<RemovalPlan, 'devices'> & { readonly devices: readonly RemovalDevice[] }

export function showPlan(output: Output, plan: Shown): void {
  if (output.format === 'json') output.json(plan)
  else output.rows(plan.devices.map(rowOf), columns)
  output.say(`Plan ${plan.id}: ${plan.state}. ${plan.orderFrom.title}.`)
  output.say(`Source: ${plan.orderFrom.source} (${plan.orderFrom.grade}).`)
  if (plan.orderFrom.disagreement !== null) output.say(plan.orderFrom.disagreement)
  for (const { code, message } of plan.warnings) output.say(`${code}: ${message}`)
  for (const [message, count] of warningsOf(plan))
    output.say(`${counted(count, 'device')}: ${message}`)
}

function rowOf({ match, steps, reason, lost, ...device }: RemovalDevice): Row {
  const { serialNumber, state, id, join } = device
  return {
    serialNumber,
    state,
    id,
    join,
    by: match.by.join(', '),
    step: stepsText(steps),
    reason: reason ?? lost ?? '',
  }
}

function stepsText(steps: readonly RemovalStep[]): string {
  const done = steps.filter(({ state }) => state === 'done' || state === 'skipped').length
  const next = steps[done]
  return next === undefined
    ? `${done} of ${steps.length}`
    : `${done} of ${steps.length}, ${next.what}`
}

function warningsOf({ devices }: Shown): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { message } of devices.flatMap(({ warnings }) => warnings))
    counts.set(message, (counts.get(message) ?? 0) + 1)
  return counts
}

export function exitOf({ state }: Pick<RemovalPlan, 'state'>): ExitCode {
  switch (state) {
    case 'ambiguous':
      return exitCodes.ambiguous
    case 'awaitingApproval':
      return exitCodes.notPermitted
    case 'partial':
      return exitCodes.findings
    case 'running':
    case 'undoing':
      return exitCodes.tryLater
    default:
      return exitCodes.ok
  }
}
