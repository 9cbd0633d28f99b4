/** `/deviceManagement/autopilotEvents` (beta): what became of first starts, written and read by clients. */
import { autopilotEventType, enums } from 'taxiway-autopilot/graph'
import { z } from 'zod'
import {
  type AutopilotEventField,
  type AutopilotEvents,
  autopilotEventFieldTypes,
} from '../../core/inventory/autopilot-event.ts'
import {
  changeRecord,
  findRecord,
  type Members,
  newRecord,
  type Stored,
} from '../../core/inventory/records.ts'
import { readBody } from './body.ts'
import { entityBody, type GraphVersion } from './entity-set.ts'
import { never } from './present-time.ts'
import { type RecordSet, recordRoutes, recordSet } from './record-routes.ts'
import { parameter, type Route } from './routes.ts'

const path = 'deviceManagement/autopilotEvents'
const base = `/${path.toLowerCase()}`

/** Rows on a page. [documented: known issues, since release 2411] */
const pageSize = 50

const members: Readonly<Record<string, string>> = autopilotEventType.members

/** What the schema names, with a value of its type; the rest is ignored. */
const eventRequest = z.object(
  Object.fromEntries(
    Object.entries(members).map(([name, type]) => [name, shapeOf(type).nullish()]),
  ),
)

/** Property names in lower case → themselves, since events are kept under the names they came with. */
const fields = Object.fromEntries(
  Object.keys(autopilotEventFieldTypes)
    .filter((name) => name !== 'createdAt')
    .map((name) => [name.toLowerCase(), name as AutopilotEventField]),
)

export function autopilotEventRoutes(
  { events: records }: { readonly events: AutopilotEvents },
  graph: GraphVersion,
): readonly Route[] {
  const described: RecordSet<Members, AutopilotEventField> = {
    path,
    type: autopilotEventType,
    records,
    read: 'managed-devices.read',
    pageSize,
    fields,
    types: autopilotEventFieldTypes,
    present,
  }
  const set = recordSet({ ...described })
  return [
    ...recordRoutes(described, 'managed-devices.write', graph),
    [
      'GET',
      `${base}/:id/policystatusdetails`,
      'managed-devices.read',
      async (c, { tenantId }) => {
        const { id } = await findRecord(records, tenantId, parameter(c, 'id'))
        // Nothing here watches policies being applied.
        return c.json({
          '@odata.context': graph.links.context(c, `${path}('${id}')/policyStatusDetails`),
          value: [],
        })
      },
    ],
    [
      'POST',
      base,
      'managed-devices.write',
      async (c, { tenantId }) => {
        const record = newRecord(given(await readBody(c, eventRequest)))
        await records.add(tenantId, record)
        const row = await findRecord(records, tenantId, record.id)
        return c.json(await entityBody(c, { set, graph, row, tenantId }), 201)
      },
    ],
    [
      'PATCH',
      `${base}/:id`,
      'managed-devices.write',
      async (c, { tenantId }) => {
        const changes = given(await readBody(c, eventRequest))
        const row = await changeRecord(records, { tenantId, id: parameter(c, 'id') }, changes)
        return c.json(await entityBody(c, { set, graph, row, tenantId }))
      },
    ],
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

/** What was not recorded is shown as the schema's own "nothing". */
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
