/** What happened to one device, out of everything that is kept about it: hashes, edits, bulk jobs, first boots. */
import type { DeviceId, TenantId } from '../ids.ts'

export const timelineKinds = ['registered', 'hash', 'edited', 'job', 'boot'] as const

export type TimelineKind = (typeof timelineKinds)[number]

export type TimelineValues = Readonly<Record<string, string | null>>

export type TimelineEntry = {
  /** In the order of the entries; what a page begins after. */
  readonly id: string
  readonly at: Date
  readonly kind: TimelineKind
  readonly sentence: string
  /** Null: the device itself, or nobody knows. */
  readonly actor: string | null
  readonly before: TimelineValues | null
  readonly after: TimelineValues | null
  /** An address of the portal that shows more; null = there is none. */
  readonly link: string | null
}

export type TimelineQuery = {
  readonly kinds: readonly TimelineKind[]
  /** The time of the last entry seen; absent = from now on. */
  readonly before?: Date
  readonly limit: number
}

export type Timelines = {
  /** The newest first. */
  of(tenantId: TenantId, id: DeviceId, query: TimelineQuery): Promise<readonly TimelineEntry[]>
}
