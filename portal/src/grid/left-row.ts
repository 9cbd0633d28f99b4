/** The row from which a person left a list: on the way back the keyboard goes on from there. */
import type { Place } from './keys.ts'
import type { Rows } from './rows.ts'

type LeftRow = { readonly id: string; readonly place: Place }

/** In the browser's history, where Back finds it. */
type State = { readonly left?: LeftRow } | null

let last: LeftRow | undefined

/** So many rows are looked through for one that has moved. */
const nearby = 1_000

/** While the list is still the page that is shown. */
export function leaveFrom(id: string, place: Place): void {
  last = { id, place }
  history.replaceState({ ...(history.state as State), left: last }, '')
}

/** For a link that leads back to the list that was left last. */
export function wayBackState(): State {
  return last === undefined ? null : { left: last }
}

function left(): LeftRow | undefined {
  return (history.state as State)?.left
}

/** Where the list was left; undefined where nobody comes back to it. */
export function leftPlace(): Place | undefined {
  return left()?.place
}

/** Where the row is now, or what stands in its place; undefined while that is not known. */
export function placeOfLeft<Row>(rows: Rows<Row>, idOf: (row: Row) => string): Place | undefined {
  const found = left()
  const total = rows.total ?? 0
  if (found === undefined || total === 0 || rows.stale) return undefined
  const { id, place } = found
  const row = Math.min(place.row, total - 1)
  const there = rows.at(row)
  if (there === undefined) return undefined
  if (idOf(there) === id) return { ...place, row }
  for (let index = 0; index < Math.min(total, nearby); index++) {
    const other = rows.at(index)
    if (other !== undefined && idOf(other) === id) return { ...place, row: index }
  }
  return { ...place, row }
}
