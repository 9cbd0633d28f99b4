/** The base of every surface: shared database ports, and permissions. */

import { realClock } from '../core/clock.ts'
import type { OperatorOptions } from '../core/deployment/operator-options.ts'
import type { Outbound } from '../core/outbound.ts'
import type { Wrap } from '../core/wrap.ts'
import { outboundFetch } from '../outbound/outbound-fetch.ts'
import { recentHashes } from '../storage/imports/recent-hashes.ts'
import { databaseClock } from '../storage/sql/database-clock.ts'
import type { ServedStore, Store } from '../storage/sql/store.ts'
import type { Fidelity } from '../surfaces/graph/fidelity/fidelity.ts'
import { type PublicOrigin, publicOriginAt } from '../surfaces/http/public-origin.ts'
import type { AdmissionFigures } from '../surfaces/operations/admission-metrics.ts'
import type { PortalFiles } from '../surfaces/portal/files.ts'
import type { Emulation } from './emulation.ts'
import type { OutgoingOptions } from './outgoing.ts'
import { type BasePorts, basePortsIn, listLag } from './ports/base-ports.ts'

export type AppOptions = OutgoingOptions & {
  readonly store: ServedStore
  readonly wrap: Wrap
  /** The origin clients use, such as `https://localhost:8443`. */
  readonly publicUrl: string
  /** The origin of the listener for managed devices; absent: they use `publicUrl`. */
  readonly mdmUrl?: string
  /** Called when imports are waiting to be decided. */
  readonly onImport: () => void
  readonly report: (error: unknown, requestId?: string) => void
  readonly warning?: () => string | undefined
  readonly fidelity?: Fidelity
  /** The server is about to stop, and wants no more requests. */
  readonly isLeaving?: () => boolean
  /** What the listener lets in; absent: nothing is said of it. */
  readonly admission?: () => AdmissionFigures
  /** Metrics have their own port; absent = they are at the origin. */
  readonly metricsApart?: boolean
  /** Absent: `graph` with strict fidelity, else off. */
  readonly throttling?: 'graph' | 'off'
  readonly deployment?: OperatorOptions
  /** The portal's pages and scripts; absent: this server has none. */
  readonly portal?: PortalFiles
  /** What an emulator substitutes for real time, and inserts between the queue and the decisions. */
  readonly emulation?: Emulation
}

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
