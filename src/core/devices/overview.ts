/**
 * The tenant's devices and imports at a glance: what is registered, what has been contacted, what failed, what is
 * waiting.
 */
import type { TagScope } from '../access/tag-scope.ts'
import type { TenantId } from '../ids.ts'

export type Overview = {
  readonly registered: number
  /** Registered per day (UTC), oldest first; days without registrations are left out. */
  readonly byDay: readonly { readonly day: string; readonly count: number }[]
  readonly enrolled: number
  readonly failures: readonly { readonly name: string; readonly count: number }[]
  readonly conflictsOpen: number
  readonly provisionalEndingSoon: number
}

export type Overviews = {
  /** `since`: from then on failures are listed, and registrations are counted by day, that day's from its beginning. */
  of(tenantId: TenantId, period: { since: Date; now: Date; scope: TagScope }): Promise<Overview>
}
