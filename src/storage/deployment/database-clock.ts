/**
 * The database's time without asking for it each time: how far this machine is off is measured now and then.
 * Challenges that one server made and another checks go by it, whatever their own clocks say.
 */
import type { Store } from '../sql/store.ts'

const measuredFor = 60_000

export type DatabaseClock = {
  readonly now: () => Date
  /** Resolves once the first measurement is in. */
  readonly ready: () => Promise<void>
}

/** `ownNow`: this machine's business time, which in an emulator is moved. */
export function databaseClock({ pool }: Pick<Store, 'pool'>, ownNow: () => Date): DatabaseClock {
  let offset = 0
  let measuredAt = Number.NEGATIVE_INFINITY
  let first: Promise<void> | undefined

  async function measure(): Promise<void> {
    measuredAt = performance.now()
    const before = Date.now()
    const { rows } = await pool.query<{ ms: number }>(
      'select extract(epoch from clock_timestamp())::float8 * 1000 as ms',
    )
    offset = (rows[0]?.ms ?? before) - (before + Date.now()) / 2
  }

  function refresh(): void {
    if (performance.now() - measuredAt < measuredFor) return
    // A measurement that fails leaves the one before, and is tried again by whoever asks next.
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
