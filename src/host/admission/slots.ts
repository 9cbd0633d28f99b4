/**
 * Slots for requests being processed, and a short queue before them for each priority. A request that finds neither a
 * slot nor room in its queue, or waits there too long, is rejected while that is still cheap.
 */
import type { RequestSlot } from '../../core/request-slot.ts'
import { overloadOf } from './overload.ts'
import { byPriority, type QueuedPriority, reservedShare } from './priorities.ts'

export type Slot = RequestSlot & { release(): void }

export type Turn = {
  /** Resolves to a slot, or to undefined: rejected. */
  readonly slot: Promise<Slot | undefined>
  /** The client has gone. */
  giveUp(): void
}

export type Slots = {
  /** A slot, if one is free now. */
  tryEnter(priority: QueuedPriority): Slot | undefined
  /** Queues; undefined when the queues are full. `isStarted`: already being processed, so it waits as long as it takes. */
  wait(priority: QueuedPriority, isStarted?: boolean): Turn | undefined
  resize(size: number): void
  readonly size: number
  inProgress(): number
  waiting(): number
}

export type MaxWait = { readonly burst: number; readonly sustained: number }

export type SlotsOptions = {
  readonly size: number
  /** Over all queues. */
  readonly maxWaiting: number
  /** In ms: longer in a burst, which passes, than under sustained overload. */
  readonly maxWait: MaxWait
  readonly clock?: () => number
}

type Waiting = {
  readonly since: number
  /** Whether it may be rejected. */
  readonly isLimited: boolean
  settle(slot: Slot | undefined): void
}

export function slotsOf({
  size: initial,
  maxWaiting,
  maxWait,
  clock = () => performance.now(),
}: SlotsOptions): Slots {
  let size = initial
  const taken: Record<QueuedPriority, number> = { device: 0, person: 0, program: 0, export: 0 }
  const queues: Record<QueuedPriority, Waiting[]> = {
    device: [],
    person: [],
    program: [],
    export: [],
  }
  const overload = overloadOf(maxWait.sustained, clock)

  const sum = (of: (each: QueuedPriority) => number) =>
    byPriority.reduce((total, each) => total + of(each), 0)
  const inProgress = () => sum((each) => taken[each])
  const waiting = () => sum((each) => queues[each].length)
  const reserved = (each: QueuedPriority) => Math.max(1, Math.floor(size * reservedShare[each]))

  function canEnter(priority: QueuedPriority): boolean {
    if (taken[priority] < reserved(priority)) return true
    const reservedForOthers = sum((each) =>
      each === priority ? 0 : Math.max(0, reserved(each) - taken[each]),
    )
    return inProgress() + reservedForOthers < size
  }

  function take(priority: QueuedPriority): Slot {
    let suspended = 0
    let isReleased = false
    const free = () => {
      taken[priority]--
      callNext()
    }
    taken[priority]++
    overload.began()
    return {
      suspend() {
        if (suspended++ === 0 && !isReleased) free()
      },
      resume() {
        if (--suspended === 0 && !isReleased) taken[priority]++
      },
      release() {
        if (isReleased) return
        isReleased = true
        if (suspended === 0) free()
      },
    }
  }

  const isOverloaded = () => overload.isNow(waiting())

  /**
   * Under overload the latest request is served first: some of those waiting are rejected anyway, and the others are
   * served at once instead of all of them late.
   */
  function callNext(): void {
    const lastFirst = isOverloaded()
    if (lastFirst) rejectLate()
    for (const priority of byPriority) {
      const queue = queues[priority]
      while (queue.length > 0 && canEnter(priority))
        (lastFirst ? queue.pop() : queue.shift())?.settle(take(priority))
    }
  }

  /** They came before the overload, when more time was allowed, and would be served after all others. */
  function rejectLate(): void {
    const latest = clock() - maxWait.sustained
    for (const queue of Object.values(queues))
      while (queue[0]?.isLimited && queue[0].since < latest) queue.shift()?.settle(undefined)
  }

  /** Rejects the last waiting request of a lower priority than `priority`, to make room. False: there is none. */
  function rejectLower(priority: QueuedPriority): boolean {
    const lower = byPriority.slice(byPriority.indexOf(priority) + 1).toReversed()
    const last = lower.map((each) => queues[each]).find((queue) => queue.length > 0)
    last?.pop()?.settle(undefined)
    return last !== undefined
  }

  function enqueue(priority: QueuedPriority, limit: number | undefined): Turn {
    const queue = queues[priority]
    const { promise, resolve } = Promise.withResolvers<Slot | undefined>()
    const giveUp = () => {
      const at = queue.indexOf(entry)
      if (at === -1) return
      queue.splice(at, 1)
      entry.settle(undefined)
    }
    const timer = limit === undefined ? undefined : setTimeout(giveUp, limit)
    const entry: Waiting = {
      since: clock(),
      isLimited: limit !== undefined,
      settle(slot) {
        clearTimeout(timer)
        resolve(slot)
      },
    }
    queue.push(entry)
    return { slot: promise, giveUp }
  }

  return {
    tryEnter: (priority) =>
      queues[priority].length === 0 && canEnter(priority) ? take(priority) : undefined,
    wait(priority, isStarted = false) {
      if (isStarted) return enqueue(priority, undefined)
      if (waiting() >= maxWaiting && !rejectLower(priority)) return undefined
      return enqueue(priority, isOverloaded() ? maxWait.sustained : maxWait.burst)
    },
    resize(next) {
      size = next
      callNext()
    },
    get size() {
      return size
    },
    inProgress,
    waiting,
  }
}
