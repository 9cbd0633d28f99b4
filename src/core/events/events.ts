/** What happened to a tenant's devices and, for operators, to tenants, in order, for clients that follow along with a cursor. */
import type { TenantId } from '../ids.ts'
import { type EventType, eventTypes } from './event-types.ts'

/** Ids, states and counts: never a hash, and a serial number only where the event is about one device. */
export type EventDetail = Readonly<Record<string, string | number | boolean | null>>

export type NewEvent = {
  readonly type: EventType
  /** Ids of what the type says. */
  readonly subjects: readonly string[]
  readonly detail?: EventDetail | undefined
}

export type RegistryEvent = NewEvent & {
  /** Also the `webhook-id` of every attempt to deliver it. */
  readonly id: string
  readonly tenantId: TenantId
  readonly createdAt: Date
}

export type Events = {
  /** Events after the given one, oldest first; absent = from the oldest kept. Undefined: that one is no longer kept. */
  list(
    tenantId: TenantId,
    query: { after?: string | undefined; limit: number },
  ): Promise<readonly RegistryEvent[] | undefined>
  /** The id of the newest. */
  latest(tenantId: TenantId): Promise<string | undefined>
}

/** What a receiver reads of it, the same by webhook and by cursor. */
export type EventBody = {
  readonly type: EventType
  readonly timestamp: string
  readonly data: Readonly<Record<string, unknown>>
}

export function bodyOf({ type, tenantId, subjects, detail, createdAt }: RegistryEvent): EventBody {
  return {
    type,
    timestamp: createdAt.toISOString(),
    data: { tenantId, ...named(type, subjects), ...detail },
  }
}

function named(type: EventType, subjects: readonly string[]): Record<string, unknown> {
  // A type of a newer server on the same database has no line here.
  const member: string = eventTypes[type] ?? 'subjectIds'
  if (!member.endsWith('Ids')) return { [member]: subjects[0] ?? null }
  const one = subjects.length === 1 ? { [member.slice(0, -1)]: subjects[0] } : {}
  return { [member]: [...subjects], ...one }
}
