/** On which days an organization works, for the time within which it answers. */
import type { TenantId } from '../ids.ts'
import type { BusinessCalendar } from './respond-by.ts'

export type RepairCalendars = {
  /** The usual week without holidays, if none was set. */
  find(tenantId: TenantId): Promise<BusinessCalendar>
  set(tenantId: TenantId, calendar: BusinessCalendar): Promise<void>
}
