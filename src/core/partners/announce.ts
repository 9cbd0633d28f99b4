/** Events about partners, for both sides, in the transaction of what happened. */
import type { EventType } from '../events/event-types.ts'
import type { EventDetail } from '../events/events.ts'
import type { TenantId } from '../ids.ts'
import type { ConsentParties } from './consent.ts'

export type PartnerEventType = Extract<EventType, `partner.${string}` | `oem.${string}`>

export type Announcement = {
  readonly tenantId: TenantId
  readonly type: PartnerEventType
  /** The relationship request, the consent or the import. */
  readonly subject: string
  readonly detail?: EventDetail
}

export type Announce = (announcements: readonly Announcement[]) => Promise<void>

/** For the customer and for the partner. */
export function announcementsOf(
  { id, customerId, partnerId }: ConsentParties,
  type: PartnerEventType,
): readonly Announcement[] {
  return [customerId, partnerId].map((tenantId) => ({ tenantId, type, subject: id }))
}
