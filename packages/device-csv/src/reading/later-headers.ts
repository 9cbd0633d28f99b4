/** Headers among the rows, as files have them that were put together from several. */
import type { SayAt } from '../findings/say.ts'
import { fittedLayout, headerWithin } from '../layout/find-layout.ts'
import { isSameHeader, type Layout } from '../layout/layout.ts'
import type { Line } from '../text/lines.ts'
import { isBlank } from '../values/row-words.ts'
import type { LayoutRows } from './layout-rows.ts'
import type { RowReading } from './row-mapper.ts'

export class LaterHeaders {
  readonly #rows: LayoutRows
  readonly #say: SayAt
  readonly #fileName: string
  /** A line that may be another header; the next line shows whether it is. */
  #candidate: { readonly line: Line; readonly layout: Layout } | undefined

  constructor(rows: LayoutRows, say: SayAt, fileName: string) {
    this.#rows = rows
    this.#say = say
    this.#fileName = fileName
  }

  /** Takes the next line below the first header; adds to `rows` those that are complete now. */
  line(line: Line, rows: RowReading[]): void {
    if (this.#candidate !== undefined && !isBlank(line.text)) this.#settle(line, rows)
    const header = headerWithin(line.text, this.#fileName)
    const { layout } = this.#rows
    if (header === undefined) this.#rows.push(line, rows)
    else if (layout !== undefined && isSameHeader(header, layout)) {
      this.#rows.flush(rows)
      this.#say('header-repeated', { line: line.number, column: null })
    } else this.#candidate = { line, layout: header }
  }

  /** After the last line. */
  end(rows: RowReading[]): void {
    const line = this.#candidate?.line
    this.#candidate = undefined
    // A row then, which is reported and left out if it is not a device.
    if (line !== undefined) this.#rows.push(line, rows)
  }

  /** A header counts if the next line fits it, so that concatenated files do not put values under wrong titles. */
  #settle(next: Line, rows: RowReading[]): void {
    const { line, layout } = this.#candidate ?? {}
    if (layout === undefined || line === undefined) return
    const fitted = fittedLayout(layout, next.text)
    if (fitted === undefined) {
      this.end(rows)
      return
    }
    this.#candidate = undefined
    this.#rows.flush(rows)
    this.#say('header-changed', { line: line.number, column: null })
    this.#rows.headerLine = line.number
    this.#rows.use({ ...fitted, kind: this.#rows.layout?.kind ?? 'unknown' })
  }
}
