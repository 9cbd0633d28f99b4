/** A device's own time: it moves only when something takes time, so that a run is the same each time. */

export type DeviceClock = {
  readonly now: () => Date
  /** Lets so many seconds pass. */
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
