/**
 * When to retry. A rejected client is given a second for which no more has been promised to others than can be
 * processed in it, so that they do not all return together and meet the same overload.
 */
export type RetryTimes = {
  /** One more request was processed. */
  done(): void
  /** Seconds from now, at least one. */
  next(): number
}

/** Seconds. */
const maxWait = 60

/** Of the requests that fit into a second; the rest is left for new ones. */
const shareForRetries = 0.5

/** Requests per second, assumed before any measurement. */
const minPerSecond = 20

export function retryTimes(clock: () => number = () => performance.now()): RetryTimes {
  const promised = new Map<number, number>()
  let second = Math.floor(clock() / 1_000)
  let doneInSecond = 0
  let perSecond = minPerSecond

  function turn(): void {
    const now = Math.floor(clock() / 1_000)
    if (now === second) return
    perSecond = Math.max(minPerSecond, doneInSecond / (now - second), perSecond * 0.8)
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
      const room = Math.max(1, Math.floor(perSecond * shareForRetries))
      for (let wait = 1; wait < maxWait; wait++) {
        // The current second has begun already, so the promise is for the one after `wait` full ones.
        const given = promised.get(second + wait) ?? 0
        if (given >= room) continue
        promised.set(second + wait, given + 1)
        return wait
      }
      return maxWait
    },
  }
}
