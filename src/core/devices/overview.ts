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
  /** Null: not asked for. */
  readonly failures: readonly { readonly name: string; readonly count: number }[] | null
  /** Null: not asked for. */
  readonly conflictsOpen: number | null
  readonly provisionalEndingSoon: number
}

export type OverviewQuery = {
  /** From then on failures are listed, and registrations are counted by day, that day's from its beginning. */
  readonly since: Date
  readonly now: Date
  readonly devices: TagScope
  /** Whose failures are counted; absent = none. */
  readonly imports?: TagScope | undefined
  readonly countsConflicts: boolean
}

export type Overviews = {
  of(tenantId: TenantId, query: OverviewQuery): Promise<Overview>
}
