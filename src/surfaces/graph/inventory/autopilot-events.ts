/** `/deviceManagement/autopilotEvents` (beta): results of first boots, written and read by clients. */

import { autopilotEventType, enums, memberNames } from 'taxiway-autopilot/graph'
import { z } from 'zod'
import { ids } from '../../../core/id-kinds.ts'
import {
  type AutopilotEventField,
  type AutopilotEvents,
  autopilotEventFieldTypes,
} from '../../../core/inventory/autopilot-event.ts'
import {
  changeRecord,
  findRecord,
  type Members,
  newRecord,
  type Stored,
} from '../../../core/inventory/records.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { ofType } from '../bodies/known-members.ts'
import { entityBody, type GraphVersion } from '../entity-set.ts'
import { never } from '../present-time.ts'
import { type RecordSet, recordRoutes, recordSet } from '../record-routes.ts'

const path = 'deviceManagement/autopilotEvents'
const base = `/${path.toLowerCase()}`

/** Rows per page. [documented: known issues, since release 2411] */
const pageSize = 50

const members: Readonly<Record<string, string>> = autopilotEventType.members

/** Members in the schema with a value of the right type; others are ignored. */
const eventRequest = z.object(
  Object.fromEntries(
    Object.entries(members).map(([name, type]) => [name, shapeOf(type).nullish()]),
  ),
)

ofType(eventRequest, {
  type: 'microsoft.graph.deviceManagementAutopilotEvent',
  ignored: memberNames(autopilotEventType, 'beta'),
})

/** Property names in lower case → original names, under which events are stored. */
const fields = Object.fromEntries(
  Object.keys(autopilotEventFieldTypes)
    .filter((name) => name !== 'createdAt')
    .map((name) => [name.toLowerCase(), name as AutopilotEventField]),
)

type EventDeps = { readonly events: AutopilotEvents }

const described: RecordSet<EventDeps, Members, AutopilotEventField> = {
  path,
  type: autopilotEventType,
  records: ({ events }) => events,
  read: 'managed-devices.read',
  pageSize,
  fields,
  types: autopilotEventFieldTypes,
  unsetDates: Object.values(fields).filter((name) => members[name] === 'Edm.DateTimeOffset!'),
  present,
  // As at their own address: nothing here monitors whether policies are applied.
  expand: { policyStatusDetails: async (rows) => rows.map(() => []) },
}
const set = recordSet(described)
const audit = { category: 'Enrollment', resource: 'AutopilotEvent' } as const
const permission = 'managed-devices.write'
const route = routesWith<EventDeps>()

export function autopilotEventRoutes(graph: GraphVersion): readonly Route<EventDeps>[] {
  return [
    ...recordRoutes(described, { permission, audit }, graph),
    route({
      method: 'GET',
      path: `${base}/:id/policystatusdetails`,
      permission: 'managed-devices.read',
      async handle({ ports, caller, parameter, request }) {
        const asked = parameter('id', ids.record)
        const { id } = await findRecord(ports.events, caller.tenantId, asked)
        // Nothing here monitors whether policies are applied.
        const context = `${path}('${id}')/policyStatusDetails`
        return { '@odata.context': graph.links.context(request, context), value: [] }
      },
    }),
    route({
      method: 'POST',
      path: base,
      permission,
      audit,
      body: eventRequest,
      status: 201,
      async handle(input) {
        const { events } = input.ports
        const record = newRecord(given(input.body))
        await events.add(input.caller.tenantId, record)
        const row = await findRecord(events, input.caller.tenantId, record.id)
        return await entityBody(input, { set, graph, row })
      },
    }),
    route({
      method: 'PATCH',
      path: `${base}/:id`,
      permission,
      audit,
      body: eventRequest,
      async handle(input) {
        const { ports, caller, body, parameter } = input
        const of = { tenantId: caller.tenantId, id: parameter('id', ids.record) }
        const row = await changeRecord(ports.events, of, given(body))
        return await entityBody(input, { set, graph, row })
      },
    }),
  ]
}

function shapeOf(type: string): z.ZodType<string | number> {
  const plain = type.replace('!', '')
  if (plain === 'Edm.Int32') return z.number().int()
  if (plain === 'Edm.DateTimeOffset')
    return z.iso.datetime({ offset: true }).transform((date) => new Date(date).toISOString())
  if (plain === 'Edm.Duration') return z.string().regex(/^-?P[\dYMWDTHS.]+$/)
  const allowed = enums[plain.replace('graph.', '') as keyof typeof enums] as
    | readonly string[]
    | undefined
  return allowed === undefined
    ? z
        .string()
        .max(4_000)
        .regex(/^[^\0]*$/)
    : z.enum([...allowed])
}

function given(body: Readonly<Record<string, string | number | null | undefined>>): Members {
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

/** Unrecorded values are shown as the schema's own "nothing". */
function present({ id, members: recorded }: Stored<Members>): object {
  const shown = Object.entries(members).map(([name, type]) => [
    name,
    recorded[name] ?? (type.endsWith('!') ? nothing(type.slice(0, -1)) : null),
  ])
  return { id, ...Object.fromEntries(shown) }
}

function nothing(type: string): string | number {
  if (type === 'Edm.Int32') return 0
  if (type === 'Edm.DateTimeOffset') return never
  return type === 'Edm.Duration' ? 'PT0S' : 'unknown'
}
