/** Stops work that grows without bound: a template may use one value thousands of times, and that one another. */
import { EventLogError } from './cursor.ts'

export class Budget {
  #left: number
  readonly #whole: Budget | undefined

  /** What a part spends is also spent from the `whole`. */
  constructor(units: number, whole?: Budget) {
    this.#left = units
    this.#whole = whole
  }

  /** Throws an EventLogError when the budget is exceeded. */
  spend(units: number): void {
    this.#left -= units
    if (this.#left < 0) throw new EventLogError('it expands too much')
    this.#whole?.spend(units)
  }
}
