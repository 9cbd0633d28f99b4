/** The columns of a table that no device keeps, by their titles: one of them may hold the tags or the users. */
import { isUserPrincipalName } from 'taxiway-autopilot'
import { mayBeTagOrUser, type RowReading } from 'taxiway-device-csv'
import { type CollectFault, faultOf, shown } from '../archive-fault.ts'

const maxTitles = 8

export class UnusedColumns {
  readonly #titles = new Set<string>()
  /** Those that may hold tags or users of the devices. */
  readonly #doubtful = new Set<string>()

  note({ written, positions, titles }: RowReading): void {
    if (written.length <= positions.size) return
    const used = new Set(positions.values())
    const hasUser = positions.has('assignedUser')
    for (const [at, value] of written.entries()) {
      if (used.has(at + 1) || value.trim() === '') continue
      const title = titles?.[at]?.trim() ?? ''
      const isUser = !hasUser && isUserPrincipalName(value.trim())
      this.name(title || `column ${at + 1}`, { isDoubtful: isUser || mayBeTagOrUser(title) })
    }
  }

  name(title: string, { isDoubtful }: { readonly isDoubtful: boolean }): void {
    const name = title.trim()
    if (isDoubtful) this.#doubtful.add(name)
    else this.#titles.add(name)
  }

  faults(source: string): readonly CollectFault[] {
    const doubtful = `Columns that are not used, but may hold group tags or users: ${listed(this.#doubtful)}.`
    return [
      ...(this.#doubtful.size > 0 ? [faultOf('columns-doubtful', source, doubtful)] : []),
      ...(this.#titles.size > 0
        ? [
            faultOf(
              'columns-not-used',
              source,
              `Columns that are not used: ${listed(this.#titles)}.`,
            ),
          ]
        : []),
    ]
  }
}

function listed(titles: ReadonlySet<string>): string {
  const named = [...titles].slice(0, maxTitles).map((title) => shown(title).slice(0, 60))
  const more = titles.size - named.length
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
