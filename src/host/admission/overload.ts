/**
 * Whether more waits than can be served in time. A queue alone does not show it: clients with a fixed number of
 * connections keep one standing that is served as quickly as it grows. What counts is how long it would take to serve
 * it at the current pace.
 */
export type Overload = {
  /** A request got its slot. */
  began(): void
  /** So many wait now. To be called at each change. */
  isNow(waiting: number): boolean
}

/** In ms. A burst passes within this time; what does not is overload. */
const overloadAfter = 1_000

/** Of the allowed wait: overload ends where no more than this is needed, so that it does not come and go. */
const enoughAfter = 0.5

/** The pace is that of the last so many ms, in steps. */
const span = 1_000
const steps = 10

export function overloadOf(maxWait: number, clock: () => number): Overload {
  const counts: number[] = Array(steps).fill(0)
  let step = stepAt(clock())
  let lateSince: number | undefined
  let isOver = false

  const inSpan = () => counts.reduce((sum, count) => sum + count)

  function turn(): void {
    const now = stepAt(clock())
    for (; step < now; step++) counts[(step + 1) % steps] = 0
  }

  return {
    began() {
      turn()
      counts[step % steps] = (counts[step % steps] ?? 0) + 1
    },
    isNow(waiting) {
      turn()
      const needed = waiting === 0 ? 0 : (waiting * span) / inSpan()
      if (needed > maxWait) lateSince ??= clock()
      else if (!isOver || needed <= maxWait * enoughAfter) lateSince = undefined
      isOver = lateSince !== undefined && clock() - lateSince > overloadAfter
      return isOver
    },
  }
}

function stepAt(time: number): number {
  return Math.floor(time / (span / steps))
}
