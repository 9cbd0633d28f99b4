/** What happened to a tenant's devices, the same by cursor and by webhook. */

export type RegistryEvent = {
  /** Also the header `webhook-id` of its deliveries. */
  readonly id: string
  /** Such as `device.registered`; `GET /admin/v1/event-types` has all of them. */
  readonly type: string
  readonly timestamp: string
  /** Ids, states and counts. */
  readonly data: Readonly<Record<string, unknown>>
}

export type EventPage = {
  readonly value: readonly RegistryEvent[]
  /** Goes into `cursor`, now or later; null while there has been no event at all. */
  readonly next: string | null
  /** Whether there are more events now. */
  readonly more: boolean
  /** Types that you may not read; their events are left out. */
  readonly withheld: readonly string[]
}

export type EventTypeEntry = { readonly type: string }
