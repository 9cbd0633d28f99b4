/** Carries out change requests: find, plan, show, confirm, send, report. The same for one device and for thousands. */

import type { Command } from 'commander'
import type { Graph } from 'taxiway-graph-client'
import { keepHeapSmall } from '../../context/small-heap.ts'
import { CliError } from '../../exit.ts'
import { connect } from '../../graph/client.ts'
import { notFound } from '../../graph/find-device.ts'
import { contextFor } from '../../sign-in/current-context.ts'
import { askToConfirm, type Confirmation } from '../../terminal/confirm.ts'
import { type Output, outputOf } from '../../terminal/output.ts'
import { alike } from './alike.ts'
import { type Act, type CarriedOut, carryOut, outlook, type Status } from './carry-out.ts'
import type { ChangeRequest } from './change-request.ts'
import { type Found, findAll } from './find-all.ts'
import { onceEach, type Step } from './plan.ts'
import { exitCodeOf, printOutcomes, sayPlan } from './report.ts'
import { keepRollback } from './rollback.ts'

export type ChangeRun = {
  readonly requests: readonly ChangeRequest[]
  readonly options: Confirmation & { readonly timeout: number }
  /** As in "Change 3 devices?". */
  readonly verb: string
  /** Whether to ask for confirmation even when a single device was named on the command line. */
  readonly alwaysAsk?: boolean
  /** It cannot be undone, so no rollback file is written. */
  readonly isFinal?: boolean
  /** The file with the requests. */
  readonly from?: string
  readonly plan: (found: Found, origin: string) => Step
  /** Throws where the plan is probably not what is meant. */
  readonly doubt?: (steps: readonly Step[]) => void
  readonly act: (graph: Graph) => Act
  /** Many at once, where the server can do that; undefined: it cannot, and they go one by one. */
  readonly together?: (graph: Graph, steps: readonly Step[]) => Promise<CarriedOut | undefined>
}

/** So many requests leave garbage that counts. */
const fleet = 200

/** Runs to the end, prints the result and sets the exit code. */
export async function runChanges(run: ChangeRun, command: Command): Promise<void> {
  const { requests, options } = run
  const output = outputOf(command)
  const context = await contextFor(command)
  const graph = connect(context, options.timeout)
  const steps = onceEach(await planned(run, graph))
  await refuseUnknown(graph, steps)
  run.doubt?.(steps)
  const preview = steps.map((step) => ({
    step,
    status: outlook(step),
    message: step.refusal ?? step.note ?? null,
  }))
  if (options.dryRun === true) {
    printOutcomes(output, preview)
    output.say('Nothing was done.')
    process.exitCode = exitCodeOf({ outcomes: preview })
    return
  }
  const open = preview.filter(({ status }) => status === 'planned')
  const isBulk = requests.length > 1 || requests[0]?.line !== null
  if (open.length > 0 && (isBulk || run.alwaysAsk === true)) await agreed(run, open, output)
  const isKept = open.length > 0 && isBulk && run.isFinal !== true
  const rollback = isKept ? await keepRollback(open.map(stepOf), context, run.from) : undefined
  if (rollback !== undefined) output.say(`Rollback file: ${rollback}`)
  const result =
    (open.length > 1 ? await run.together?.(graph, steps) : undefined) ??
    (await carryOut(steps, run.act(graph), output))
  sayResult(output, result)
  if (rollback !== undefined) output.say(`To undo it: taxiway devices undo ${rollback}`)
  process.exitCode = exitCodeOf(result)
  if (result.halted !== undefined) throw stoppedBy(result.halted)
}

async function planned({ requests, plan }: ChangeRun, graph: Graph): Promise<readonly Step[]> {
  if (requests.length > fleet) keepHeapSmall()
  const [calls, differences] = [alike<Step['calls']>(), alike<Step['differences']>()]
  return (await findAll(graph, requests)).map((found) => {
    const step = plan(found, graph.origin)
    return { ...step, calls: calls(step.calls), differences: differences(step.differences) }
  })
}

type Open = { readonly step: Step; readonly status: Status; readonly message: string | null }

const stepOf = ({ step }: Open): Step => step

async function agreed(
  { verb, options }: ChangeRun,
  open: readonly Open[],
  output: Output,
): Promise<void> {
  if (options.yes !== true) sayPlan(output, open)
  await askToConfirm(
    `${verb} ${open.length === 1 ? '1 device' : `${open.length} devices`}?`,
    options,
  )
}

function sayResult(output: Output, { outcomes }: CarriedOut): void {
  printOutcomes(output, outcomes)
  for (const { step, status, message } of outcomes)
    if (status === 'done' && message !== null)
      output.warn(`Warning: ${step.device?.serialNumber ?? ''}: ${message}`)
}

function stoppedBy(halted: CliError): CliError {
  return new CliError(`Stopped early: ${halted.message}`, {
    exitCode: halted.exitCode,
    hint: `${halted.hint ?? ''} Run the same command again: changes already made are skipped.`.trim(),
    cause: halted,
  })
}

/** A single unknown name is a typing mistake; unknown rows of a file are reported as the result of those rows. */
async function refuseUnknown(graph: Graph, [step, ...others]: readonly Step[]): Promise<void> {
  if (step === undefined || others.length > 0 || step.request.line !== null) return
  if (step.device !== undefined) return
  throw await notFound(graph, step.request.name)
}
