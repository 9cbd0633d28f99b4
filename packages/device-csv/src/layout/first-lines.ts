/** The first lines of a file, kept until they show its layout: until then, nobody knows what is a row. */

import type { Line } from '../text/lines.ts'
import { findLayout, isEnough } from './find-layout.ts'
import { joinedTitles } from './joined-titles.ts'
import type { Layout } from './layout.ts'
import { nameOfOtherText } from './other-text.ts'

export class FirstLines {
  readonly #fileName: string
  #lines: Line[] = []

  constructor(fileName: string) {
    this.#fileName = fileName
  }

  /** True: the lines so far are enough. It is only asked from time to time, since all of them are looked at again. */
  push(line: Line): boolean {
    this.#lines.push(line)
    const isTime = this.#lines.length % 4 === 0 || line.text.length > 1000
    return isTime && isEnough(this.#texts())
  }

  /** `other` names a text of another kind, in which nothing is looked for; without a layout there are no rows. */
  take(unglued: (line: Line) => readonly Line[] | undefined): {
    readonly other?: string
    readonly first: readonly Line[]
    readonly layout?: Layout
  } {
    const lines = joinedTitles(this.#lines)
    const other = nameOfOtherText(this.#texts())
    this.#lines = []
    if (other !== undefined) return { other, first: [] }
    const first = lines.flatMap((line) => unglued(line) ?? [line])
    const layout = findLayout(
      first.map(({ text }) => text),
      this.#fileName,
    )
    return layout === undefined ? { first } : { first, layout }
  }

  #texts(): string[] {
    return this.#lines.map(({ text }) => text)
  }
}
