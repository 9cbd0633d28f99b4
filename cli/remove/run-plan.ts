/** A removal plan that is run or undone: on the server that keeps it, or from its file on any tenant. */
import { isMicrosoft } from 'taxiway-autopilot'
import type { RemovalPlan } from 'taxiway-autopilot/admin'
import type { Context } from '../context/context-file.ts'
import type { EncodingOption } from '../csv/encoding-option.ts'
import { CliError, exitCodes } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { askToConfirm, type Confirmation } from '../terminal/confirm.ts'
import { counted, type outputOf } from '../terminal/output.ts'
import type { Pace } from '../transfers/move-steps.ts'
import { type PlanFile, readPlan, requirePlace } from './plan-file.ts'
import { withSteps } from './plan-steps.ts'
import { boundTo, runByGraph } from './run-by-graph.ts'
import { actOnServerPlan, readServerPlan, untilWorkedOn } from './server-plans.ts'
import { undoByGraph } from './undo-by-graph.ts'

export type RunOptions = Confirmation &
  EncodingOption & { readonly timeout: number; readonly hashes?: string }

export async function runOnServer(
  context: Context,
  id: string,
  options: RunOptions,
): Promise<RemovalPlan> {
  const graph = connect(context)
  const plan = await readServerPlan(graph, id)
  requireCertain(plan)
  await askToConfirm(questionOf(plan, 'Remove'), options)
  return await untilWorkedOn(graph, await actOnServerPlan(graph, id, 'run'), options.timeout)
}

export async function runFile(
  context: Context,
  path: string,
  options: RunOptions & { readonly output: ReturnType<typeof outputOf> },
): Promise<PlanFile> {
  const graph = connect(context, options.timeout)
  const given = await withSteps(path, await readPlan(path))
  requirePlace(path, given, context)
  const plan = await boundTo(graph, { tenant: context.tenant, graph: context.graph }, given)
  requireCertain(plan)
  await askToConfirm(questionOf(plan, 'Remove'), options)
  const { output, timeout } = options
  const pace = paceOf(context, timeout)
  return await runByGraph({ graph, hasty: connect(context, 0), path, pace, output }, plan)
}

export async function undoOnServer(
  context: Context,
  id: string,
  options: RunOptions,
): Promise<RemovalPlan> {
  const graph = connect(context)
  const plan = await readServerPlan(graph, id)
  await askToConfirm(questionOf(plan, 'Restore'), options)
  return await untilWorkedOn(graph, await actOnServerPlan(graph, id, 'undo'), options.timeout)
}

export async function undoFile(
  context: Context,
  path: string,
  options: RunOptions,
): Promise<PlanFile> {
  const graph = connect(context, options.timeout)
  const plan = await withSteps(path, await readPlan(path))
  requirePlace(path, plan, context)
  await askToConfirm(questionOf(plan, 'Restore'), options)
  const pace = paceOf(context, options.timeout)
  const { hashes, encoding } = options
  return await undoByGraph({ graph, path, pace, hashes, encoding }, plan)
}

function requireCertain({ state, devices }: Pick<RemovalPlan, 'state' | 'devices'>): void {
  if (state !== 'ambiguous') return
  const [first] = devices.filter((each) => each.state === 'blocked')
  throw new CliError(
    `${first?.serialNumber}: ${first?.reason ?? 'it is not certain what is meant.'}`,
    {
      exitCode: exitCodes.ambiguous,
      hint: 'Nothing was done. Make a plan without it, or name it by the id of its registration.',
    },
  )
}

function questionOf(
  { devices, act }: Pick<RemovalPlan, 'devices' | 'act'>,
  verb: 'Remove' | 'Restore',
): string {
  const how = verb === 'Remove' && act === 'release' ? ' and release them' : ''
  return `${verb} ${counted(devices.length, 'device')}${how}?`
}

/** Microsoft's service takes minutes for what others do at once. [observed] */
function paceOf({ graph }: Context, timeout: number): Pace {
  const isReal = isMicrosoft(graph)
  return {
    firstMs: isReal ? 15_000 : 200,
    maxMs: isReal ? 120_000 : 2_000,
    until: performance.now() + timeout * 1_000,
  }
}
