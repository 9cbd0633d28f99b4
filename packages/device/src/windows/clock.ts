/** A device's own clock: it advances only when something takes time, so that runs are reproducible. */

export type DeviceClock = {
  readonly now: () => Date
  /** Advances the clock by this many seconds. */
  readonly pass: (seconds: number) => void
}

export function deviceClock(start: Date): DeviceClock {
  let at = start.getTime()
  return {
    now: () => new Date(at),
    pass(seconds) {
      at += seconds * 1000
    },
  }
}
