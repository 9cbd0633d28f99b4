/**
 * Reads an entity set: list, count and single entity come from one description, so every set supports every query
 * option alike.
 */

import type { Caller } from '../../core/access/caller.ts'
import type { Permission } from '../../core/access/permissions.ts'
import type { IdKind } from '../../core/id-kinds.ts'
import type { TenantId } from '../../core/ids.ts'
import type { ListQuery, Rows } from '../../core/query.ts'
import { listMark } from '../http/list-mark.ts'
import { type Input, type Route, routesWith } from '../http/route.ts'
import { versioned } from '../http/versions.ts'
import type { Links } from './addresses/links.ts'
import { isCountDropped } from './fidelity/directory-queries.ts'
import type { Fidelity } from './fidelity/fidelity.ts'
import { notExpanded } from './odata/expansion.ts'
import {
  countOptions,
  entityOptions,
  listOptions,
  parseListQuery,
  wantedRows,
} from './odata/list-request.ts'
import { queryOptions } from './odata/query-options.ts'
import { parseShape, type Shape, shaped, shapedTarget, type Version } from './odata/shape.ts'
import { type Listed, optionsOf } from './set-options.ts'

/** The targets of a navigation property, fetched once per page. */
export type Expand<Row> = (
  rows: readonly Row[],
  tenantId: TenantId,
  caller: Caller,
) => Promise<readonly unknown[]>

/** The rows of a set, through the ports of one request. */
export type SetRows<Row, Field extends string, Id> = {
  list(tenantId: TenantId, query: ListQuery<Field>): Promise<Rows<Row>>
  /** Throws the refusal for a missing entity. */
  find(tenantId: TenantId, id: Id): Promise<Row>
  present(rows: readonly Row[], tenantId: TenantId): Promise<readonly object[]>
  readonly expand?: Readonly<Record<string, Expand<Row>>>
}

export type EntityVersion<Ports, Row, Id> = {
  readonly of: (row: Row) => string
  /** Holds the entity until the change ends that asks; undefined: there is none. */
  readonly hold: (ports: Ports, tenantId: TenantId, id: Id) => Promise<Row | undefined>
}

export type EntitySet<Ports, Row, Field extends string, Id> = Listed<Field> & {
  /** Its path below the version, in Graph's casing. */
  readonly path: string
  readonly id: IdKind<Id>
  readonly read: Permission
  /** Whether lists include their count unasked. */
  readonly counted?: 'always' | 'strict'
  /** If the version of an entity is not the digest of what is shown of it. */
  readonly version?: EntityVersion<Ports, Row, Id>
  readonly rows: (ports: Ports) => SetRows<Row, Field, Id>
}

export type GraphVersion = {
  readonly version: Version
  readonly links: Links
  readonly fidelity: Fidelity
}

export function readRoutes<Ports, Row, Field extends string, Id>(
  set: EntitySet<Ports, Row, Field, Id>,
  graph: GraphVersion,
): readonly Route<Ports>[] {
  const route = routesWith<Ports>()
  const path = `/${set.path.toLowerCase()}`
  const declared = { method: 'GET', permission: set.read } as const
  return [
    route({ ...declared, path, handle: (input) => listBody(input, set, graph) }),
    route({ ...declared, path: `${path}/$count`, handle: (input) => count(input, set, graph) }),
    route({
      ...declared,
      path: `${path}/:id`,
      ...(set.version && { version: heldVersion(set.version, set.id) }),
      async handle(input) {
        const { tenantId } = input.caller
        const row = await set.rows(input.ports).find(tenantId, input.parameter('id', set.id))
        const body = await entityBody(input, { set, graph, row })
        return set.version === undefined ? body : versioned(body, set.version.of(row))
      },
    }),
  ]
}

function heldVersion<Ports, Row, Id>(
  { of, hold }: EntityVersion<Ports, Row, Id>,
  kind: IdKind<Id>,
) {
  return async ({ ports, caller, parameter }: Input<Ports>) => {
    const row = await hold(ports, caller.tenantId, parameter('id', kind))
    return row && of(row)
  }
}

/** The requested page, with its link to the next one. */
export async function listBody<Ports, Row, Field extends string, Id>(
  input: Input<Ports>,
  set: EntitySet<Ports, Row, Field, Id>,
  { links, version, fidelity }: GraphVersion,
): Promise<object> {
  const { request, caller } = input
  const options = queryOptions(request.options, listOptions)
  const asked = parseListQuery(options, optionsOf(set, fidelity), listMark(request))
  const counted = set.counted === 'always' || (set.counted === 'strict' && fidelity === 'strict')
  const dropped = set.ofDirectory && fidelity === 'strict' && isCountDropped(request)
  const query = counted ? { ...asked, count: true } : { ...asked, ...(dropped && { count: false }) }
  const shape = parseShape(options, set, version)
  const limited = set.ofDirectory && shape.expand.length > 0 ? shorter(query) : query
  const { rows, next, total } = await set.rows(input.ports).list(caller.tenantId, limited)
  const value = await entities(input, { set, rows, shape })
  return {
    '@odata.context': links.context(request, set.path),
    ...(total !== undefined && { '@odata.count': total }),
    ...(next !== undefined && { '@odata.nextLink': links.next(request, next) }),
    value,
  }
}

/** Of directory objects with what they lead to. [observed: known issue 13635 of Graph] */
const expandedPage = 100

function shorter<Field extends string>(query: ListQuery<Field>): ListQuery<Field> {
  return { ...query, page: { ...query.page, limit: Math.min(query.page.limit, expandedPage) } }
}

async function count<Ports, Row, Field extends string, Id>(
  { request, caller, ports }: Input<Ports>,
  set: EntitySet<Ports, Row, Field, Id>,
  { fidelity }: GraphVersion,
): Promise<Response> {
  const filter = wantedRows(queryOptions(request.options, countOptions), optionsOf(set, fidelity))
  const { total } = await set.rows(ports).list(caller.tenantId, {
    ...(filter !== undefined && { filter }),
    page: { limit: 0 },
    count: true,
  })
  return new Response(String(total ?? 0), {
    headers: { 'content-type': 'text/plain; charset=UTF-8' },
  })
}

/** One entity with its context, shaped by `$select` and `$expand`. */
export async function entityBody<Ports, Row, Field extends string, Id>(
  input: Input<Ports>,
  of: { set: EntitySet<Ports, Row, Field, Id>; graph: GraphVersion; row: Row },
): Promise<object> {
  const { set, graph, row } = of
  const { request } = input
  const options = queryOptions(request.options, entityOptions)
  const shape = parseShape(options, set, graph.version)
  const [entity] = await entities(input, { set, rows: [row], shape })
  return { '@odata.context': graph.links.context(request, `${set.path}/$entity`), ...entity }
}

async function entities<Ports, Row, Field extends string, Id>(
  { ports, caller }: Input<Ports>,
  of: { set: EntitySet<Ports, Row, Field, Id>; rows: readonly Row[]; shape: Shape },
): Promise<readonly object[]> {
  const { tenantId } = caller
  const { rows, shape } = of
  const { present, expand } = of.set.rows(ports)
  const without = shape.expand.find(({ name }) => expand?.[name] === undefined)
  if (without !== undefined) throw notExpanded(without.name)
  const presented = await present(rows, tenantId)
  if (shape.select === undefined && shape.expand.length === 0) return presented
  const expanded = await Promise.all(
    shape.expand.map(async (each) => ({
      each,
      values: await expand?.[each.name]?.(rows, tenantId, caller),
    })),
  )
  return presented.map((entity, i) => {
    const more = expanded.map(({ each, values }) => [each.name, shapedTarget(values?.[i], each)])
    return shaped({ ...entity, ...Object.fromEntries(more) }, shape)
  })
}
