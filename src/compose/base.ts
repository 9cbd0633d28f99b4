/** The base of every surface: shared database ports, and permissions. */
import { realClock } from '../core/clock.ts'
import type { Outbound } from '../core/outbound.ts'
import { outboundFetch } from '../outbound/outbound-fetch.ts'
import { recentHashes } from '../storage/imports/recent-hashes.ts'
import { databaseClock } from '../storage/sql/database-clock.ts'
import type { Store } from '../storage/sql/store.ts'
import type { Fidelity } from '../surfaces/graph/fidelity/fidelity.ts'
import { type PublicOrigin, publicOriginAt } from '../surfaces/http/public-origin.ts'
import type { AppOptions } from './app-options.ts'
import { type BasePorts, basePortsIn, listLag } from './ports/base-ports.ts'

export type Base = AppOptions &
  BasePorts & {
    readonly fidelity: Fidelity
    readonly now: () => Date
    readonly outbound: Outbound
    readonly origin: PublicOrigin
    readonly basePortsIn: (unit: Store) => BasePorts
  }

export async function baseOf(options: AppOptions): Promise<Base> {
  const { store, wrap, fidelity = 'lenient' } = options
  // Servers of one database agree on the time: what one has just signed is not from another's future.
  const clock = databaseClock(store, (options.emulation?.clock ?? realClock).now)
  await clock.ready()
  // Scripts made for Microsoft's service delete as many as they like, and import elsewhere at once.
  const isStrict = fidelity === 'strict'
  const followsMicrosoft = isStrict || options.emulation !== undefined
  const recent = recentHashes()
  const portsIn = (unit: Store) =>
    basePortsIn(unit, {
      wrap,
      recent,
      isStrict,
      listLag: isStrict ? listLag : 0,
      onDelete: followsMicrosoft ? 'release' : 'reserve',
      isLimited: !followsMicrosoft,
    })
  return {
    ...options,
    ...portsIn(store),
    fidelity,
    now: clock.now,
    outbound: options.outbound ?? outboundFetch(),
    origin: publicOriginAt(options.publicUrl),
    basePortsIn: portsIn,
  }
}
