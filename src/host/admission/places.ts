/**
 * Places for requests that are worked on, and short lines before them, one for each priority. What finds neither a
 * place nor room in its line, or waits for too long there, is sent away while that is still cheap.
 */
import type { PlaceAtWork } from '../../core/working.ts'
import { inOrder, keptFor, type Placed } from './priorities.ts'

export type Place = PlaceAtWork & { leave(): void }

export type Turn = {
  /** Resolves to a place, or to nothing: sent away. */
  readonly comes: Promise<Place | undefined>
  /** The one that waited has gone. */
  giveUp(): void
}

export type Places = {
  /** A place, if there is one at once. */
  tryEnter(priority: Placed): Place | undefined
  /** In line; nothing where the lines are full. `isPatient`: what is under way already and waits as long as it takes. */
  wait(priority: Placed, isPatient?: boolean): Turn | undefined
  resize(size: number): void
  readonly size: number
  inHand(): number
  waiting(): number
}

export type Patience = { readonly burst: number; readonly standing: number }

export type PlacesOptions = {
  readonly size: number
  /** Of all lines together. */
  readonly maxWaiting: number
  /** How long anybody waits, in ms: longer in a burst, which passes, than in a line that stands. */
  readonly patience: Patience
}

/**
 * A line that has not been empty for so many ms is no burst but more than can be done. Then the one that came last is next:
 * of those who wait some are sent away in any case, and the others are served at once instead of all of them late.
 */
const standsAfter = 1_000

type Waiting = { settle(place: Place | undefined): void }

export function placesOf({ size: first, maxWaiting, patience }: PlacesOptions): Places {
  let size = first
  const taken: Record<Placed, number> = { device: 0, person: 0, program: 0, export: 0 }
  const lines: Record<Placed, Waiting[]> = { device: [], person: [], program: [], export: [] }
  let stoodSince: number | undefined

  const sum = (of: (each: Placed) => number) => inOrder.reduce((total, each) => total + of(each), 0)
  const inHand = () => sum((each) => taken[each])
  const waiting = () => sum((each) => lines[each].length)
  const kept = (each: Placed) => Math.max(1, Math.floor(size * keptFor[each]))

  function mayEnter(priority: Placed): boolean {
    if (taken[priority] < kept(priority)) return true
    const keptForOthers = sum((each) =>
      each === priority ? 0 : Math.max(0, kept(each) - taken[each]),
    )
    return inHand() + keptForOthers < size
  }

  function take(priority: Placed): Place {
    let aside = 0
    let isOver = false
    const free = () => {
      taken[priority]--
      callNext()
    }
    taken[priority]++
    return {
      stepAside() {
        if (aside++ === 0 && !isOver) free()
      },
      comeBack() {
        if (--aside === 0 && !isOver) taken[priority]++
      },
      leave() {
        if (isOver) return
        isOver = true
        if (aside === 0) free()
      },
    }
  }

  const stands = () => stoodSince !== undefined && performance.now() - stoodSince > standsAfter

  function callNext(): void {
    const lastFirst = stands()
    for (const priority of inOrder) {
      const line = lines[priority]
      while (line.length > 0 && mayEnter(priority))
        (lastFirst ? line.pop() : line.shift())?.settle(take(priority))
    }
  }

  /** The last of those that come after `priority`, so that there is room for one that comes before them. */
  function sendAwayAfter(priority: Placed): boolean {
    const behind = inOrder.slice(inOrder.indexOf(priority) + 1).toReversed()
    const last = behind.map((each) => lines[each]).find((line) => line.length > 0)
    last?.pop()?.settle(undefined)
    return last !== undefined
  }

  function queue(priority: Placed, limit: number | undefined): Turn {
    const line = lines[priority]
    const { promise, resolve } = Promise.withResolvers<Place | undefined>()
    const giveUp = () => {
      const at = line.indexOf(entry)
      if (at === -1) return
      line.splice(at, 1)
      entry.settle(undefined)
    }
    const timer = limit === undefined ? undefined : setTimeout(giveUp, limit)
    const entry: Waiting = {
      settle(place) {
        clearTimeout(timer)
        resolve(place)
        if (waiting() === 0) stoodSince = undefined
      },
    }
    line.push(entry)
    stoodSince ??= performance.now()
    return { comes: promise, giveUp }
  }

  return {
    tryEnter: (priority) =>
      lines[priority].length === 0 && mayEnter(priority) ? take(priority) : undefined,
    wait(priority, isPatient = false) {
      if (isPatient) return queue(priority, undefined)
      if (waiting() >= maxWaiting && !sendAwayAfter(priority)) return undefined
      return queue(priority, stands() ? patience.standing : patience.burst)
    },
    resize(next) {
      size = next
      callNext()
    },
    get size() {
      return size
    },
    inHand,
    waiting,
  }
}
