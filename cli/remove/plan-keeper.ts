/** Keeps a plan on disk while it is worked on: a small one as a whole, of a large one what is new. */
import { type FileDevice, keepPlan, type PlanFile } from './plan-file.ts'
import { dropSteps, keepStep } from './plan-steps.ts'

/** A plan of so few devices is written in no time. */
const small = 20

export class PlanKeeper {
  readonly #path: string
  /** Steps that the file does not have. */
  #steps = 0

  constructor(path: string) {
    this.#path = path
  }

  async whole(plan: PlanFile): Promise<void> {
    await keepPlan(this.#path, plan)
    await dropSteps(this.#path)
    this.#steps = 0
  }

  /** What became of `device`, which is in `plan` already. */
  async step(plan: PlanFile, device: FileDevice): Promise<void> {
    const count = plan.devices.length
    if (count <= small || this.#steps >= count) {
      await this.whole(plan)
      return
    }
    await keepStep(this.#path, plan, device)
    this.#steps++
  }
}
