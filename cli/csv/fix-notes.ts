/** What a repair changed, left out and could not repair, as much of it as is worth listing. */
import type { Finding, FixChange, FixOptions, LeftOut } from 'taxiway-device-csv'
import type { FixSummary } from './fix-report.ts'
import type { LeftRows } from './left-rows.ts'

/** The report lists this many of each kind; the counts are exact. */
const maxListed = 1000

export class FixNotes {
  readonly #left: LeftRows
  readonly #changes: FixChange[] = []
  readonly #leftOut: LeftOut[] = []
  readonly #remaining: Finding[] = []
  #errors = 0

  constructor(left: LeftRows) {
    this.#left = left
  }

  get listeners(): Pick<FixOptions, 'onChange' | 'onLeftOut' | 'onRemaining'> {
    return {
      onChange: (change) => note(this.#changes, change),
      onLeftOut: (row) => {
        this.#left.add(row)
        note(this.#leftOut, row)
      },
      onRemaining: (finding) => {
        if (finding.severity === 'error') this.#errors++
        note(this.#remaining, finding)
      },
    }
  }

  get summary(): Pick<FixSummary, 'changes' | 'leftOut' | 'remaining' | 'errors'> {
    return {
      changes: this.#changes,
      leftOut: this.#leftOut,
      remaining: this.#remaining,
      errors: this.#errors,
    }
  }
}

function note<T>(list: T[], item: T): void {
  if (list.length < maxListed) list.push(item)
}
