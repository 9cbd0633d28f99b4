/** Events about partners, for both sides, in the transaction of what happened. */
import type { PartnerEventKind } from '../events/events.ts'
import type { TenantId } from '../ids.ts'

export type Announcement = {
  readonly tenantId: TenantId
  readonly kind: PartnerEventKind
  /** The relationship request, the consent or the import. */
  readonly subject: string
}

export type Announce = (announcements: readonly Announcement[]) => Promise<void>
