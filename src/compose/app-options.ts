/** What a running Taxiway is made of: its database, its address, and what its host wants of it. */
import type { OperatorOptions } from '../core/deployment/operator-options.ts'
import type { Wrap } from '../core/wrap.ts'
import type { ServedStore } from '../storage/sql/store.ts'
import type { Fidelity } from '../surfaces/graph/fidelity/fidelity.ts'
import type { AdmissionFigures } from '../surfaces/operations/admission-metrics.ts'
import type { PortalFiles } from '../surfaces/portal/files.ts'
import type { Emulation } from './emulation.ts'
import type { OutgoingOptions } from './outgoing.ts'

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
