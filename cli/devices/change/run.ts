/** From wishes to what became of them: find, plan, show, ask, do, report. The same for one device and for thousands. */

import type { Command } from 'commander'
import type { Graph } from 'taxiway-graph-client'
import { askLeave, type Consent } from '../../consent.ts'
import { CliError, exitCodes } from '../../exit.ts'
import { connect } from '../../graph/client.ts'
import { outputOf } from '../../output.ts'
import { contextFor } from '../../sign-in/current-context.ts'
import { type Act, carryOut, outlook } from './carry-out.ts'
import { type Found, findAll } from './find-all.ts'
import type { Step } from './plan.ts'
import { exitCodeOf, printOutcomes, sayPlan } from './report.ts'
import type { Wish } from './wish.ts'

export type ChangeRun = {
  readonly wishes: readonly Wish[]
  readonly options: Consent & { readonly timeout: number }
  /** For example "Change". */
  readonly verb: string
  /** Whether to ask even about a single device that was named on the command line. */
  readonly alwaysAsk?: boolean
  readonly plan: (found: Found, origin: string) => Step
  readonly act: (graph: Graph) => Act
}

/** Runs to the end, prints the result and sets the exit code. */
export async function runChanges(run: ChangeRun, command: Command): Promise<void> {
  const { wishes, options } = run
  const output = outputOf(command)
  const graph = connect(await contextFor(command), options.timeout)
  const steps = (await findAll(graph, wishes)).map((each) => run.plan(each, graph.origin))
  refuseUnknown(steps)
  const preview = steps.map((step) => ({ step, status: outlook(step), message: null }))
  if (options.dryRun === true) {
    printOutcomes(output, preview)
    output.say('Nothing was done.')
    process.exitCode = exitCodeOf({ outcomes: preview })
    return
  }
  const open = preview.filter(({ status }) => status === 'planned')
  const single = wishes.length === 1 && wishes[0]?.line === null
  if (open.length > 0 && (!single || run.alwaysAsk === true)) {
    if (options.yes !== true) sayPlan(output, open)
    await askLeave(
      `${run.verb} ${open.length === 1 ? '1 device' : `${open.length} devices`}?`,
      options,
    )
  }
  const result = await carryOut(steps, run.act(graph), output)
  printOutcomes(output, result.outcomes)
  process.exitCode = exitCodeOf(result)
  if (result.halted === undefined) return
  throw new CliError(`It ended early: ${result.halted.message}`, {
    exitCode: result.halted.exitCode,
    hint: `${result.halted.hint ?? ''} Run the same command again: what is done is not done twice.`.trim(),
    cause: result.halted,
  })
}

/** A single unknown name is a slip of the keyboard; unknown rows of a file are news about these rows. */
function refuseUnknown([step, ...others]: readonly Step[]): void {
  if (step === undefined || others.length > 0 || step.wish.line !== null) return
  if (step.device !== undefined) return
  throw new CliError(`There is no registered device ${step.wish.name}.`, {
    exitCode: exitCodes.usage,
    hint: 'See those there are: taxiway devices list',
  })
}
