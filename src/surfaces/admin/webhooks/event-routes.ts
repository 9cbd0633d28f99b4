/** The stream of events by cursor: what webhooks send, for clients that ask. */
import type { EventPage, EventTypeEntry, RegistryEvent as WireEvent } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import type { Access } from '../../../core/access/decide.ts'
import { DomainError } from '../../../core/errors.ts'
import { heldBy, mayRead } from '../../../core/events/event-readers.ts'
import { type EventType, followedTypes } from '../../../core/events/event-types.ts'
import { bodyOf, type Events, type RegistryEvent } from '../../../core/events/events.ts'
import { ids } from '../../../core/id-kinds.ts'
import { idShape } from '../../http/id-shape.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { listOf } from '../contract.ts'

export type EventRouteDeps = {
  readonly events: Events
  readonly access: Pick<Access, 'all'>
}

/** `latest`: after whatever there is now. */
const position = z.union([z.literal('latest'), idShape(ids.record)])

const eventQuery = z.strictObject({
  cursor: position.optional(),
  /** The same. */
  after: position.optional(),
  /** Separated by commas; absent = all. */
  types: z
    .string()
    .transform((text) => text.split(',').map((each) => each.trim()))
    .pipe(z.array(z.enum(followedTypes as [EventType, ...EventType[]])))
    .optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
})

const eventAnswer = z.object({
  id: z.string(),
  type: z.string(),
  timestamp: z.string(),
  data: z.record(z.string(), z.unknown()),
}) satisfies z.ZodType<WireEvent>

const eventPage = z.object({
  value: z.array(eventAnswer),
  next: z.string().nullable(),
  more: z.boolean(),
  withheld: z.array(z.string()),
}) satisfies z.ZodType<EventPage>

const typeAnswer = z.object({ type: z.string() }) satisfies z.ZodType<EventTypeEntry>

const route = routesWith<EventRouteDeps>()

export const eventRoutes: readonly Route<EventRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/events',
    permission: 'identity.read',
    summary:
      "What happened to the tenant's devices, as far as you may read what it is about, oldest first, as webhooks send it; `next` goes into `cursor`, now or later.",
    query: eventQuery,
    answer: eventPage,
    handle: async ({ ports, caller, query }) => {
      const { limit, types } = query
      const after = query.cursor ?? query.after
      const held = await heldBy(ports.access, caller)
      const withheld = followedTypes.filter((type) => !mayRead(held, type))
      if (after === 'latest') {
        const latest = await ports.events.latest(caller.tenantId)
        return { value: [], next: latest ?? null, more: false, withheld }
      }
      const found = await ports.events.list(caller.tenantId, { after, limit: limit + 1 })
      if (found === undefined) throw cursorGone()
      const page = found.slice(0, limit)
      return {
        value: page
          .filter(({ type }) => mayRead(held, type) && (types?.includes(type) ?? true))
          .map(presentEvent),
        next: page.at(-1)?.id ?? after ?? null,
        more: found.length > limit,
        withheld,
      }
    },
  }),
  route({
    method: 'GET',
    path: '/event-types',
    permission: 'identity.read',
    summary: 'Every type of event that can be followed.',
    answer: listOf(typeAnswer),
    handle: () => ({ value: followedTypes.map((type) => ({ type })) }),
  }),
]

function presentEvent(event: RegistryEvent): WireEvent {
  return { id: event.id, ...bodyOf(event) }
}

function cursorGone(): DomainError {
  return new DomainError(
    'not-found',
    'The events after this cursor are no longer kept, or it is not one of this tenant’s. Read the devices again, and go on with cursor=latest.',
  )
}
