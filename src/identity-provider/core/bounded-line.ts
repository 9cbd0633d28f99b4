/** A line of limited length: some work at once, some waits, and the rest is refused rather than kept. */

export type LineLimits = { readonly atOnce: number; readonly waiting: number }

/** The line is full. */
export class Busy extends Error {
  /** Seconds. */
  readonly retryAfter = 2

  constructor() {
    super('too many wait for the same')
    this.name = 'Busy'
  }
}

/** Throws Busy where the line is full. */
export function boundedLine({ atOnce, waiting }: LineLimits) {
  const line: (() => void)[] = []
  let running = 0

  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (line.length >= waiting) throw new Busy()
      // Whoever ends hands its place over, so `running` stays as it is.
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
