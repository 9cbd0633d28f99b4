/** Carries out change requests: find, plan, show, confirm, send, report. The same for one device and for thousands. */

import type { Command } from 'commander'
import type { Graph } from 'taxiway-graph-client'
import { askToConfirm, type Confirmation } from '../../confirm.ts'
import { CliError, exitCodes } from '../../exit.ts'
import { connect } from '../../graph/client.ts'
import { outputOf } from '../../output.ts'
import { contextFor } from '../../sign-in/current-context.ts'
import { type Act, carryOut, outlook } from './carry-out.ts'
import type { ChangeRequest } from './change-request.ts'
import { type Found, findAll } from './find-all.ts'
import type { Step } from './plan.ts'
import { exitCodeOf, printOutcomes, sayPlan } from './report.ts'

export type ChangeRun = {
  readonly requests: readonly ChangeRequest[]
  readonly options: Confirmation & { readonly timeout: number }
  /** As in "Change 3 devices?". */
  readonly verb: string
  /** Whether to ask for confirmation even when a single device was named on the command line. */
  readonly alwaysAsk?: boolean
  readonly plan: (found: Found, origin: string) => Step
  readonly act: (graph: Graph) => Act
}

/** Runs to the end, prints the result and sets the exit code. */
export async function runChanges(run: ChangeRun, command: Command): Promise<void> {
  const { requests, options } = run
  const output = outputOf(command)
  const graph = connect(await contextFor(command), options.timeout)
  const steps = (await findAll(graph, requests)).map((each) => run.plan(each, graph.origin))
  refuseUnknown(steps)
  const preview = steps.map((step) => ({ step, status: outlook(step), message: null }))
  if (options.dryRun === true) {
    printOutcomes(output, preview)
    output.say('Nothing was done.')
    process.exitCode = exitCodeOf({ outcomes: preview })
    return
  }
  const open = preview.filter(({ status }) => status === 'planned')
  const single = requests.length === 1 && requests[0]?.line === null
  if (open.length > 0 && (!single || run.alwaysAsk === true)) {
    if (options.yes !== true) sayPlan(output, open)
    await askToConfirm(
      `${run.verb} ${open.length === 1 ? '1 device' : `${open.length} devices`}?`,
      options,
    )
  }
  const result = await carryOut(steps, run.act(graph), output)
  printOutcomes(output, result.outcomes)
  process.exitCode = exitCodeOf(result)
  if (result.halted === undefined) return
  throw new CliError(`Stopped early: ${result.halted.message}`, {
    exitCode: result.halted.exitCode,
    hint: `${result.halted.hint ?? ''} Run the same command again: changes already made are skipped.`.trim(),
    cause: result.halted,
  })
}

/** A single unknown name is a typing mistake; unknown rows of a file are reported as the result of those rows. */
function refuseUnknown([step, ...others]: readonly Step[]): void {
  if (step === undefined || others.length > 0 || step.request.line !== null) return
  if (step.device !== undefined) return
  throw new CliError(`There is no registered device ${step.request.name}.`, {
    exitCode: exitCodes.usage,
    hint: 'See the registered devices: taxiway devices list',
  })
}
