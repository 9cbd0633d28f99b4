/**
 * Carries out steps, a few at a time, and records the outcome of each. A step that the server refuses, or that the
 * caller is not permitted, stops no others; a server that does not answer, or rejects the sign-in, stops them all.
 */
import { GraphError } from 'taxiway-graph-client'
import { CliError } from '../../exit.ts'
import { withHint } from '../../graph/failures.ts'
import type { Output } from '../../terminal/output.ts'
import { startProgress } from '../../terminal/progress.ts'
import type { Step } from './plan.ts'

/** `accepted`: the server will do it, but has not yet. `notDone`: not tried, or unknown. */
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
  /** The caller may not do it. */
  readonly notPermitted?: true
}

export type CarriedOut = {
  readonly outcomes: readonly Outcome[]
  /** Why it ended early; absent if it did not. */
  readonly halted?: CliError
}

/** Carries out one step and returns its outcome. */
export type Act = (step: Step) => Promise<Done>

export type Done = { readonly status: 'done' | 'accepted'; readonly warning?: string }

/** Graph allows some 100 writes in 20 seconds (documented for Intune); more at once would only wait. */
const atOnce = 4

/** The state of a step before anything is sent. */
export function outlook(step: Step): Status {
  if (step.device === undefined) return 'notFound'
  if (step.refusal !== undefined) return 'error'
  return step.calls.length === 0 ? 'unchanged' : 'planned'
}

export async function carryOut(
  steps: readonly Step[],
  act: Act,
  output: Output,
): Promise<CarriedOut> {
  const outcomes = steps.map(untouched)
  const open = [...outcomes.entries()].filter(([, { status }]) => status === 'notDone')
  const progress = startProgress({ title: 'Devices', total: open.length }, output)
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

/** The outcome of a step that is not tried, or not yet. */
export function untouched(step: Step): Outcome {
  const status = outlook(step)
  if (status === 'planned') return { step, status: 'notDone', message: null }
  const message =
    status === 'notFound'
      ? 'There is no such registered device.'
      : (step.refusal ?? step.note ?? null)
  return { step, status, message }
}

/** A refusal of this device; other errors are about the sign-in, or temporary. */
function isOfRow({ status }: GraphError): boolean {
  return status >= 400 && status < 500 && ![401, 408, 429].includes(status)
}

/** The outcome of the step, or what must stop the others too. */
async function tryStep(step: Step, act: Act): Promise<Outcome | CliError> {
  try {
    const { status, warning = null } = await act(step)
    return { step, status, message: warning }
  } catch (error) {
    const failure = withHint(error)
    if (!(failure instanceof CliError)) throw error
    const isVerdict = error instanceof GraphError && isOfRow(error)
    if (!isVerdict) return failure
    const refused = { step, status: 'error', message: error.message } as const
    return error.status === 403 ? { ...refused, notPermitted: true } : refused
  }
}
