/** Ends work that grows without end: a template may quote one value thousands of times, and that one another. */
import { EventLogError } from './cursor.ts'

export class Budget {
  #left: number
  readonly #whole: Budget | undefined

  /** What is spent of a part is spent of the `whole`, too. */
  constructor(units: number, whole?: Budget) {
    this.#left = units
    this.#whole = whole
  }

  /** Throws an EventLogError once more is spent than there was. */
  spend(units: number): void {
    this.#left -= units
    if (this.#left < 0) throw new EventLogError('it unfolds to too much')
    this.#whole?.spend(units)
  }
}
