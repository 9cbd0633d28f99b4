/** Lines that a program has spoiled as a whole: joined, or quoted in a mail. */

import type { SayAt } from '../findings/say.ts'
import { plainLine } from '../layout/guess-line.ts'
import type { Line } from '../text/lines.ts'
import { unglued } from './unglued.ts'

export class LineRepairs {
  readonly #say: SayAt
  #mailSaid = false

  constructor(say: SayAt) {
    this.#say = say
  }

  /** A header and a row on one line. */
  unglued(line: Line): readonly Line[] | undefined {
    const parts = unglued(line.text)
    if (parts === undefined) return undefined
    this.#say('line-end-lost', { line: line.number, column: null, detail: parts[1] })
    return parts.map((text) => ({ ...line, text }))
  }

  /** Without a mail program's quote marks. */
  withoutMarks(line: Line): Line {
    if (!this.#mailSaid)
      this.#say('value-guard', { line: line.number, column: null, detail: line.text.slice(0, 20) })
    this.#mailSaid = true
    return { ...line, text: plainLine(line.text) }
  }
}
