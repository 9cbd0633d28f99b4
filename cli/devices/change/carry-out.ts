/**
 * Carries steps out, a few at a time, and notes what became of each. A step that the server refuses stops no
 * other; a server that does not answer, or lets nobody in, stops them all.
 */
import { GraphError } from 'taxiway-graph-client'
import { CliError, exitCodes } from '../../exit.ts'
import { withHint } from '../../graph/failures.ts'
import type { Output } from '../../output.ts'
import { startProgress } from '../../progress.ts'
import type { Step } from './plan.ts'

/** `accepted`: the server will do it, but has not yet. `notDone`: not tried, or nobody knows. */
export type Status =
  | 'done'
  | 'accepted'
  | 'unchanged'
  | 'notFound'
  | 'error'
  | 'notDone'
  | 'planned'

export type Outcome = {
  readonly step: Step
  readonly status: Status
  /** Null when there is nothing to say. */
  readonly message: string | null
}

export type CarriedOut = {
  readonly outcomes: readonly Outcome[]
  /** What ended it before its time; absent when nothing did. */
  readonly halted?: CliError
}

/** Does one step; answers how it went. */
export type Act = (step: Step) => Promise<'done' | 'accepted'>

/** Graph allows some 100 writes in 20 seconds (documented for Intune); more at once would only wait. */
const atOnce = 4

/** What a step is before anything is sent. */
export function outlook(step: Step): Status {
  if (step.device === undefined) return 'notFound'
  return step.calls.length === 0 ? 'unchanged' : 'planned'
}

export async function carryOut(
  steps: readonly Step[],
  act: Act,
  output: Output,
): Promise<CarriedOut> {
  const outcomes = steps.map(untouched)
  const open = [...outcomes.entries()].filter(([, { status }]) => status === 'notDone')
  const progress = startProgress('Devices', open.length, output)
  let halted: CliError | undefined
  let done = 0
  const queue = open.values()
  const worker = async () => {
    for (const [i, { step }] of queue) {
      if (halted !== undefined) return
      const outcome = await tryStep(step, act)
      if (outcome instanceof CliError) halted ??= outcome
      else outcomes[i] = outcome
      progress.update(++done)
    }
  }
  try {
    await Promise.all(Array.from({ length: atOnce }, worker))
  } finally {
    progress.stop()
  }
  return { outcomes, ...(halted !== undefined && { halted }) }
}

function untouched(step: Step): Outcome {
  const status = outlook(step)
  if (status === 'planned') return { step, status: 'notDone', message: null }
  const message = status === 'notFound' ? 'There is no such registered device.' : null
  return { step, status, message }
}

/** How the step went, or what must stop the others too. */
async function tryStep(step: Step, act: Act): Promise<Outcome | CliError> {
  try {
    return { step, status: await act(step), message: null }
  } catch (error) {
    const failure = withHint(error)
    if (!(failure instanceof CliError)) throw error
    const isVerdict = error instanceof GraphError && failure.exitCode === exitCodes.usage
    return isVerdict ? { step, status: 'error', message: error.message } : failure
  }
}
