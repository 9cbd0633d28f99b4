/** `taxiway remove`: plans by which devices leave, in a documented order, on a Taxiway server or any tenant. */
import { Command } from 'commander'
import { isMicrosoft } from 'taxiway-autopilot'
import type { RemovalPlan, RemovalPlanHead } from 'taxiway-autopilot/admin'
import { askToConfirm, type Confirmation, withConfirmOptions } from '../confirm.ts'
import type { Context } from '../context-file.ts'
import { askedDevices } from '../devices/asked-devices.ts'
import { withExamples } from '../examples.ts'
import { CliError, exitCodes } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { isGuid } from '../graph/find-device.ts'
import { counted, outputOf } from '../output.ts'
import { seconds } from '../seconds.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import type { Pace } from '../transfers/move-steps.ts'
import { planByGraph } from './plan-by-graph.ts'
import { keepPlan, type PlanFile, readPlan, requirePlace } from './plan-file.ts'
import { type PlanOptions, withPlanOptions } from './plan-options.ts'
import { boundTo, runByGraph } from './run-by-graph.ts'
import {
  actOnServerPlan,
  listServerPlans,
  planOnServer,
  readServerPlan,
  untilWorkedOn,
} from './server-plans.ts'
import { exitOf, showPlan } from './show-plan.ts'
import { undoByGraph } from './undo-by-graph.ts'

type RunOptions = Confirmation & { readonly timeout: number; readonly hashes?: string }

const defaultTimeoutSeconds = 3_600

export function removeCommand(): Command {
  const command = new Command('remove').description(
    'Remove devices completely and in a documented order: plan, run, see that they are gone, undo\n' +
      '(docs/removal.md). Nothing happens to a device that two ids do not name alike.',
  )
  for (const each of [plan(), run(), undo(), cancel(), list(), show()]) command.addCommand(each)
  return withExamples(command, {
    'taxiway remove plan PF3ABCDE': 'what would happen, and what is lost',
    'taxiway remove plan PF3ABCDE --file plan.json': 'for any tenant, Microsoft’s too',
    'taxiway remove run plan.json --yes': 'the same command goes on after an interruption',
  })
}

function plan(): Command {
  const command = withPlanOptions(withContextOption(new Command('plan')))
    .description(
      'Plan a removal. Exits with code 5 if it is not certain which device is meant, or if a register\n' +
        'could not be asked; nothing is done in any case.',
    )
    .action(async (given: readonly string[], options: PlanOptions) => {
      const output = outputOf(command)
      const context = await contextFor(command)
      const names = (await askedDevices(given, options.from)).map(({ name }) => name)
      const graph = connect(context)
      if (options.file === undefined && isMicrosoft(context.graph))
        throw new CliError('Microsoft’s service keeps no plans.', {
          hint: 'Keep it in a file: --file <file>',
        })
      const made =
        options.file === undefined
          ? await planOnServer(graph, { names, options })
          : await planByGraph(graph, context, { names, options })
      if (options.file !== undefined) await keepPlan(options.file, made as PlanFile)
      showPlan(output, made)
      if (made.state === 'ready') output.say(`Next: taxiway remove run ${options.file ?? made.id}`)
      process.exitCode = exitOf(made)
    })
  return withExamples(command, {
    'taxiway remove plan PF3ABCDE 5CG1234XYZ --order three-records': 'another order',
    'taxiway remove plan --from gone.csv --release --file plan.json': 'sold devices',
  })
}

function run(): Command {
  const command = withRunOptions(withContextOption(new Command('run')))
    .description(
      'Run a plan, by its id or its file. Exits with code 3 if a second person has to approve it, 2 if devices failed,\n' +
        '4 if time was up before all were seen to be gone.',
    )
    .argument('<plan>', 'the id of a plan on the server, or a file')
    .action(async (named: string, options: RunOptions) => {
      const output = outputOf(command)
      const context = await contextFor(command)
      const done = isGuid(named)
        ? await runOnServer(context, named, options)
        : await runFile(context, named, { ...options, output })
      showPlan(output, done)
      if (done.state === 'awaitingApproval')
        output.say(
          `A second person has to approve it: approval ${done.approvalId}. It runs by itself then.`,
        )
      process.exitCode = exitOf(done)
    })
  return withExamples(command, { 'taxiway remove run plan.json --yes': 'without confirmation' })
}

function undo(): Command {
  const command = withRunOptions(withContextOption(new Command('undo')))
    .description(
      'Register the removed devices again: a Taxiway server exactly as they were, within 30 days; Microsoft’s service\n' +
        'from their hashes. What does not come back is named.',
    )
    .argument('<plan>', 'the id of a plan on the server, or a file')
    .option('--hashes <file>', 'a CSV with the hashes, where the server has kept nothing')
    .action(async (named: string, options: RunOptions) => {
      const output = outputOf(command)
      const context = await contextFor(command)
      const undone = isGuid(named)
        ? await undoOnServer(context, named, options)
        : await undoFile(context, named, options)
      showPlan(output, undone)
      const isAll = undone.devices.every(
        ({ restored, notRestorable }) =>
          restored.includes('autopilot') || !notRestorable.includes('autopilot'),
      )
      process.exitCode = isAll ? exitOf(undone) : exitCodes.findings
    })
  return withExamples(command, {
    'taxiway remove undo plan.json --hashes hashes.csv --yes': 'in a tenant of Microsoft',
  })
}

function cancel(): Command {
  const command = withContextOption(new Command('cancel'))
    .description('End a plan of the server. What it has done stays, and can be undone.')
    .argument('<plan>', 'its id')
    .action(async (id: string) => {
      showPlan(
        outputOf(command),
        await actOnServerPlan(connect(await contextFor(command)), id, 'cancel'),
      )
    })
  return withExamples(command, { 'taxiway remove cancel <id>': 'before or while it runs' })
}

function list(): Command {
  const command = withContextOption(new Command('list'))
    .description('List the plans of the server, newest first.')
    .action(async () => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const found: RemovalPlanHead[] = []
      for (let cursor: string | undefined; ; ) {
        const { value, next } = await listServerPlans(graph, cursor)
        found.push(...value)
        if (next === undefined) break
        cursor = next
      }
      output.rows(
        found.map(({ counts, ...head }) => ({ ...head, ...counts })),
        [
          { key: 'id', title: 'Plan' },
          { key: 'state', title: 'State' },
          { key: 'order', title: 'Order' },
          { key: 'all', title: 'Devices' },
          { key: 'done', title: 'Removed' },
          { key: 'createdBy', title: 'By' },
          { key: 'undoUntil', title: 'Undo until' },
        ],
      )
      output.say(`${counted(found.length, 'plan')}.`)
    })
  return withExamples(command, { 'taxiway remove list --json': 'for scripts' })
}

function show(): Command {
  const command = withContextOption(new Command('show'))
    .description('Show a plan, by its id or its file.')
    .argument('<plan>', 'the id of a plan on the server, or a file')
    .action(async (named: string) => {
      const plan = isGuid(named)
        ? await readServerPlan(connect(await contextFor(command)), named)
        : await readPlan(named)
      showPlan(outputOf(command), plan)
    })
  return withExamples(command, { 'taxiway remove show plan.json': 'each device and its steps' })
}

function withRunOptions(command: Command): Command {
  return withConfirmOptions(command).option(
    '--timeout <seconds>',
    'how long to wait',
    seconds,
    defaultTimeoutSeconds,
  )
}

async function runOnServer(
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

async function runFile(
  context: Context,
  path: string,
  options: RunOptions & { readonly output: ReturnType<typeof outputOf> },
): Promise<PlanFile> {
  const graph = connect(context, options.timeout)
  const given = await readPlan(path)
  requirePlace(path, given, context)
  const plan = await boundTo(graph, { tenant: context.tenant, graph: context.graph }, given)
  requireCertain(plan)
  await askToConfirm(questionOf(plan, 'Remove'), options)
  const { output, timeout } = options
  const pace = paceOf(context, timeout)
  return await runByGraph({ graph, hasty: connect(context, 0), path, pace, output }, plan)
}

async function undoOnServer(
  context: Context,
  id: string,
  options: RunOptions,
): Promise<RemovalPlan> {
  const graph = connect(context)
  const plan = await readServerPlan(graph, id)
  await askToConfirm(questionOf(plan, 'Restore'), options)
  return await untilWorkedOn(graph, await actOnServerPlan(graph, id, 'undo'), options.timeout)
}

async function undoFile(context: Context, path: string, options: RunOptions): Promise<PlanFile> {
  const graph = connect(context, options.timeout)
  const plan = await readPlan(path)
  requirePlace(path, plan, context)
  await askToConfirm(questionOf(plan, 'Restore'), options)
  const pace = paceOf(context, options.timeout)
  return await undoByGraph({ graph, path, pace, hashes: options.hashes }, plan)
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

/** Microsoft's service takes minutes for what others do at once. */
function paceOf({ graph }: Context, timeout: number): Pace {
  const isReal = isMicrosoft(graph)
  return {
    firstMs: isReal ? 15_000 : 200,
    maxMs: isReal ? 120_000 : 2_000,
    until: performance.now() + timeout * 1_000,
  }
}
