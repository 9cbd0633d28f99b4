/** Everything that is recorded about one device: hashes, edits, bulk jobs, first boots. */
import type { TagScope } from '../access/tag-scope.ts'
import type { AuditActor } from '../audit/audit.ts'
import type { DeviceId, TenantId } from '../ids.ts'

export const timelineKinds = ['registered', 'hash', 'edited', 'job', 'boot'] as const

export type TimelineKind = (typeof timelineKinds)[number]

export type TimelineValues = Readonly<Record<string, string | null>>

export type TimelineEntry = {
  /** Sort key of the entries, and where a page continues. */
  readonly id: string
  readonly at: Date
  readonly kind: TimelineKind
  readonly sentence: string
  /** Null: the device itself, or unknown. */
  readonly actor: string | null
  readonly before: TimelineValues | null
  readonly after: TimelineValues | null
  /** A portal path with more details; null = none. */
  readonly link: string | null
}

export type TimelineQuery = {
  readonly kinds: readonly TimelineKind[]
  /** The time of the last entry seen; absent = from now on. */
  readonly before?: Date
  readonly limit: number
  /** Jobs beyond it are not named: their names say what was done to how many devices. */
  readonly reach: { readonly scope: TagScope; readonly actor: AuditActor }
  /** Whether imports are named, and led to. */
  readonly namesImports: boolean
}

export type Timelines = {
  /** Newest first. */
  of(tenantId: TenantId, id: DeviceId, query: TimelineQuery): Promise<readonly TimelineEntry[]>
}
