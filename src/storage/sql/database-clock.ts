/**
 * The database's time without asking for it each time: how far this machine is off is measured now and then.
 * Tokens and challenges that one server made and another checks follow it, whatever their own clocks say.
 */
import type { Store } from './store.ts'

const measuredFor = 60_000

/** Clocks that differ by less agree. Milliseconds. */
const sameClock = 1_000

export type DatabaseClock = {
  readonly now: () => Date
  /** Resolves after the first measurement. */
  readonly ready: () => Promise<void>
}

/** `ownNow`: this machine's business time, which an emulator may have moved. */
export function databaseClock({ pool }: Pick<Store, 'pool'>, ownNow: () => Date): DatabaseClock {
  let offset = 0
  let measuredAt = Number.NEGATIVE_INFINITY
  let first: Promise<void> | undefined

  async function measure(): Promise<void> {
    measuredAt = performance.now()
    const [before, begun] = [Date.now(), performance.now()]
    const { rows } = await pool.query<{ ms: number }>(
      'select extract(epoch from clock_timestamp())::float8 * 1000 as ms',
    )
    const took = performance.now() - begun
    const found = (rows[0]?.ms ?? before) - (before + took / 2)
    // A difference smaller than the measurement can show, or than anybody would notice, does not count.
    offset = Math.abs(found) < Math.max(sameClock, took) ? 0 : found
  }

  function refresh(): void {
    if (performance.now() - measuredAt < measuredFor) return
    // A failed measurement keeps the previous one, and the next caller tries again.
    measure().catch(() => {
      measuredAt = Number.NEGATIVE_INFINITY
    })
  }

  return {
    now() {
      refresh()
      return new Date(ownNow().getTime() + offset)
    },
    async ready() {
      first ??= measure().catch((error: unknown) => {
        first = undefined
        throw error
      })
      await first
    },
  }
}
