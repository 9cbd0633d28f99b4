/** The emulator's clock: it runs at normal speed, but a test may move it. */
import type { Clock } from '../clock.ts'

export type VirtualClock = Clock & {
  /** Seconds ahead of real time; negative = behind. */
  readonly secondsAhead: () => number
  /** Moves it on, or back with a negative number. */
  advance(seconds: number): Promise<void>
  set(to: Date): Promise<void>
}
