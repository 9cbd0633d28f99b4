/** The columns of a table that no device keeps, by their titles: one of them may hold the tags or the users. */
import type { RowReading } from 'taxiway-device-csv'
import { shown } from '../archive-fault.ts'

const maxTitles = 8

export class UnusedColumns {
  readonly #titles = new Set<string>()

  note({ written, positions, titles }: RowReading): void {
    if (written.length <= positions.size) return
    const used = new Set(positions.values())
    for (const [at, value] of written.entries()) {
      if (used.has(at + 1) || value.trim() === '') continue
      this.#titles.add(titles?.[at]?.trim() || `column ${at + 1}`)
    }
  }

  /** Undefined when every value had its place. */
  get message(): string | undefined {
    if (this.#titles.size === 0) return undefined
    const named = [...this.#titles].slice(0, maxTitles).map((title) => shown(title).slice(0, 60))
    const more = this.#titles.size - named.length
    return `Columns that are not used: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`
  }
}
