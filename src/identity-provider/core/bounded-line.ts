/** A bounded queue: some work runs at once, some waits, and the rest is refused. */

export type LineLimits = { readonly atOnce: number; readonly waiting: number }

/** The queue is full. */
export class Busy extends Error {
  /** Seconds. */
  readonly retryAfter = 2

  constructor() {
    super('too many wait for the same')
    this.name = 'Busy'
  }
}

/** Throws Busy if the queue is full. */
export function boundedLine({ atOnce, waiting }: LineLimits) {
  const line: (() => void)[] = []
  let running = 0

  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (line.length >= waiting) throw new Busy()
      // Finished work hands its place to the next, so `running` stays the same.
      await new Promise<void>((resolve) => line.push(resolve))
    } else running++
    try {
      return await work()
    } finally {
      const next = line.shift()
      if (next === undefined) running--
      else next()
    }
  }
}
