/** What keeps the database as it should be: what has expired goes, and tables that have grown are analyzed. */
import { type Leftovers, removeLeftovers } from '../core/upkeep/leftovers.ts'
import type { Client } from '../storage/sql/store.ts'
import { refreshStatistics } from '../storage/upkeep/statistics.ts'
import { type Repeated, repeat } from './jobs/repeat.ts'
import type { Log } from './log.ts'

export type UpkeepDeps = { readonly leftovers: Leftovers; readonly pool: Client; readonly log: Log }

export function startUpkeep({ leftovers, pool, log }: UpkeepDeps): Repeated {
  const running = [
    repeat({
      work: () => removeLeftovers(leftovers),
      everySeconds: 3_600,
      onError: (error) => log.error({ err: error }, 'expired data could not be removed'),
    }),
    repeat({
      work: async () => {
        await refreshStatistics(pool)
      },
      everySeconds: 15,
      onError: (error) => log.error({ err: error }, 'tables could not be analyzed'),
    }),
  ]
  return {
    async stop() {
      await Promise.all(running.map((each) => each.stop()))
    },
  }
}
