/**
 * Where the next page of a long list begins, for clients that page by `$skip`: it need not read all before it again,
 * and no row is missed or repeated because of what was inserted or deleted meanwhile.
 *
 * Only the end of the page that the same reader has read last is kept, for the request that follows. So a reader that
 * begins anew, or reads pages side by side, gets the rows that are at that number now.
 */
import { currentActor } from '../../core/acting.ts'

type Place = { readonly skip: number; readonly cursor: string; readonly at: number }

/** Fewer rows than these are skipped as fast as a place is found. */
export const deep = 1_000

/** So long a client takes from page to page. Milliseconds. */
const keptFor = 15_000
const maxPlaces = 500

/** By reader and list; that kept last comes last. Each database has its own. */
const databases = new WeakMap<object, Map<string, Place>>()

/** The position of the row before number `skip` of the list, if the reader goes on there. It is forgotten, whether or not. */
export function takePlace(database: object, list: string, skip: number): string | undefined {
  const places = databases.get(database)
  if (places === undefined || places.size === 0) return undefined
  const reader = readerOf(list)
  const place = places.get(reader)
  places.delete(reader)
  if (place?.skip !== skip || place.at < performance.now() - keptFor) return undefined
  return place.cursor
}

/** Whether any place is kept, so that a list has to be named to take it. */
export function hasPlaces(database: object): boolean {
  return (databases.get(database)?.size ?? 0) > 0
}

/** The page that has been read ends before row number `skip`, at `cursor`. */
export function keepPlace(
  database: object,
  list: string,
  { skip, cursor }: Pick<Place, 'skip' | 'cursor'>,
): void {
  const places = databases.get(database) ?? new Map<string, Place>()
  databases.set(database, places)
  const reader = readerOf(list)
  places.delete(reader)
  places.set(reader, { skip, cursor, at: performance.now() })
  const [oldest] = places.keys()
  if (places.size > maxPlaces && oldest !== undefined) places.delete(oldest)
}

function readerOf(list: string): string {
  return JSON.stringify([currentActor(), list])
}
