/**
 * Where the pages of long lists began: for clients that page by `$skip`, so that the next page does not read all
 * before it again. A page found like that begins after the last row of the one before, whatever was inserted or
 * deleted meanwhile.
 */

type Place = { readonly skip: number; readonly cursor: string; readonly at: number }

/** Fewer rows than these are skipped as fast as a place is found. */
export const deep = 1_000

/** So long a client takes from page to page. Milliseconds. */
const keptFor = 60_000
const maxLists = 500
const maxPlaces = 50

/** By list; that used last comes last. */
const lists = new Map<string, readonly Place[]>()

/** After what row number `skip` of the list came; undefined: nobody knows. */
export function placeAt(list: string, skip: number): string | undefined {
  const since = performance.now() - keptFor
  return lists.get(list)?.find((place) => place.skip === skip && place.at >= since)?.cursor
}

/** Row number `skip` of the list comes after `cursor`. */
export function keepPlace(list: string, skip: number, cursor: string): void {
  const at = performance.now()
  const others = (lists.get(list) ?? []).filter(
    (place) => place.skip !== skip && place.at >= at - keptFor,
  )
  lists.delete(list)
  lists.set(list, [...others, { skip, cursor, at }].slice(-maxPlaces))
  const [oldest] = lists.keys()
  if (lists.size > maxLists && oldest !== undefined) lists.delete(oldest)
}
