/**
 * When to come again. A client that is sent away is given a second for which not more than can be done has been promised to
 * others, so that they do not all return together and find the same crowd.
 */
export type ReturnTimes = {
  /** One more was done. */
  done(): void
  /** Seconds from now, at least one. */
  next(): number
}

/** Seconds. */
const furthest = 60

/** Of what a second can do, what is left for those who come for the first time. */
const shareForReturns = 0.5

/** What a second is thought to do before any has been seen. */
const atLeast = 20

export function returnTimes(clock: () => number = () => performance.now()): ReturnTimes {
  const promised = new Map<number, number>()
  let second = Math.floor(clock() / 1_000)
  let doneInSecond = 0
  let perSecond = atLeast

  function turn(): void {
    const now = Math.floor(clock() / 1_000)
    if (now === second) return
    perSecond = Math.max(atLeast, doneInSecond / (now - second), perSecond * 0.8)
    doneInSecond = 0
    second = now
    for (const each of promised.keys()) if (each <= now) promised.delete(each)
  }

  return {
    done() {
      turn()
      doneInSecond++
    },
    next() {
      turn()
      const room = Math.max(1, Math.floor(perSecond * shareForReturns))
      for (let wait = 1; wait < furthest; wait++) {
        // One more second than that of the promise has begun already.
        const given = promised.get(second + wait) ?? 0
        if (given >= room) continue
        promised.set(second + wait, given + 1)
        return wait
      }
      return furthest
    },
  }
}
