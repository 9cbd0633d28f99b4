/**
 * A request's place among those that are worked on. While it only waits in a line of its own, behind changes of its
 * tenant say, it stands aside: what holds one tenant up must not use up the places of everybody else.
 */
import { AsyncLocalStorage } from 'node:async_hooks'

export type PlaceAtWork = {
  stepAside(): void
  comeBack(): void
}

const places = new AsyncLocalStorage<PlaceAtWork>()

export function workingAt<T>(place: PlaceAtWork, work: () => T): T {
  return places.run(place, work)
}

/** Waits without a place, where there is one. */
export async function standingAside<T>(wait: () => Promise<T>): Promise<T> {
  const place = places.getStore()
  if (place === undefined) return await wait()
  place.stepAside()
  try {
    return await wait()
  } finally {
    place.comeBack()
  }
}
