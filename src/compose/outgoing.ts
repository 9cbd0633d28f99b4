/** What a running Taxiway sends by itself, to addresses that somebody else chose. */
import type { Outbound } from '../core/outbound.ts'

export type OutgoingOptions = {
  /** Called when deliveries to webhooks may be due. */
  readonly onEvent?: () => void
  /** Absent: names are resolved as on this machine. */
  readonly outbound?: Outbound
  /** Hosts that webhooks may have; absent = any. */
  readonly webhookHosts?: readonly string[]
}
