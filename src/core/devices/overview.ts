/** The tenant's devices and imports at a glance: what is registered, how far it got, what failed, what waits. */
import type { TagScope } from '../access/tag-scope.ts'
import type { TenantId } from '../ids.ts'

export type Overview = {
  readonly registered: number
  /** Registered per day of UTC, oldest first; days without any are left out. */
  readonly byDay: readonly { readonly day: string; readonly count: number }[]
  readonly enrolled: number
  readonly failures: readonly { readonly name: string; readonly count: number }[]
  readonly conflictsOpen: number
  readonly provisionalEndingSoon: number
}

export type Overviews = {
  /** `since`: from when on registrations are counted by day and failures named. */
  of(tenantId: TenantId, period: { since: Date; now: Date; scope: TagScope }): Promise<Overview>
}
