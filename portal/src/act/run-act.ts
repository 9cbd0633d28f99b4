/** Does an act and shows why it failed, where it did. */
import type { Action } from './action.ts'
import { NotConfirmed, withFreshFactor } from './fresh-factor.tsx'
import { notifyError } from './notify.tsx'
import { Overtaken } from './overtaken.ts'

export function runAct<Context>(action: Action<Context>, context: Context): void {
  void attempt(async () => await action.run(context))
}

/** Whether it was done; a failure is shown here unless the person knows already. */
export async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await withFreshFactor(work)
    return true
  } catch (error) {
    if (!(error instanceof NotConfirmed || error instanceof Overtaken)) notifyError(error)
    return false
  }
}
