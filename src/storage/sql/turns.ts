/**
 * Whose turn it is on this server: tenants one after the other, so that none with much work keeps the others waiting, and
 * work that fails again a little later each time, so that none that cannot be done does.
 */
import { isAway, isLocked, isOwnFault } from './away.ts'

/** A piece of work that waits. */
export type Waiting = { readonly tenantId: string; readonly id: string }

export type Turn = {
  /** Work that has just failed, by its ids: it is left alone for a while. */
  readonly resting: readonly string[]
  /** Tenants that had their turn longest ago come first; otherwise as given. */
  inOrder<Each extends Waiting>(waiting: readonly Each[]): readonly Each[]
  /** This is what is done in this turn. */
  begin(work: Waiting): void
}

export type Turns = {
  /** One turn, in which nothing was begun if nothing waits. */
  take<Result>(work: (turn: Turn) => Promise<Result>): Promise<Result>
}

/** After the first failure, in ms; twice as long after each further one. */
const firstRest = 200
const maxRest = 30_000

type Failed = { readonly times: number; readonly until: number }

/** `noteFailure` learns of work that failed by itself. */
export function turnsOf(noteFailure: (work: Waiting) => Promise<void>): Turns {
  const hadTurn = new Map<string, number>()
  const failed = new Map<string, Failed>()
  let turns = 0

  function rest(id: string): void {
    const times = (failed.get(id)?.times ?? 0) + 1
    const until = performance.now() + Math.min(maxRest, firstRest * 2 ** (times - 1))
    failed.set(id, { times, until })
    // What has not failed again since has been done by somebody, or is gone.
    for (const [other, each] of failed)
      if (each.until + 2 * maxRest < performance.now()) failed.delete(other)
  }

  return {
    async take(work) {
      const now = performance.now()
      let begun: Waiting | undefined
      try {
        const result = await work({
          resting: [...failed].flatMap(([id, { until }]) => (until > now ? [id] : [])),
          inOrder: (waiting) =>
            waiting.toSorted(
              (a, b) => (hadTurn.get(a.tenantId) ?? 0) - (hadTurn.get(b.tenantId) ?? 0),
            ),
          begin(each) {
            begun = each
            hadTurn.set(each.tenantId, ++turns)
          },
        })
        if (begun === undefined) hadTurn.clear()
        else failed.delete(begun.id)
        return result
      } catch (error) {
        if (begun !== undefined && (isLocked(error) || !isAway(error))) rest(begun.id)
        // What cannot be noted is tried once more than it would be.
        if (begun !== undefined && isOwnFault(error))
          await noteFailure(begun).catch(() => undefined)
        throw error
      }
    },
  }
}
