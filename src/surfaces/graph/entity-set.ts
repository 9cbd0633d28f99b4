/**
 * Reading an entity set: the list, the count and the single entity come from one description, so that
 * every set understands every query option alike.
 */

import type { Context } from 'hono'
import type { EntityType } from 'taxiway-autopilot/graph'
import type { Caller } from '../../core/access/caller.ts'
import type { Permission } from '../../core/access/permissions.ts'
import type { TenantId } from '../../core/ids.ts'
import type { ListQuery, Rows } from '../../core/query.ts'
import type { Askable } from '../http/odata/parse-filter.ts'
import type { RequestEnv } from '../http/request-context.ts'
import type { Links } from './links.ts'
import {
  countOptions,
  entityOptions,
  listOptions,
  parseListQuery,
  queryOptions,
  wantedRows,
} from './odata/list-request.ts'
import { parseShape, type Shape, shaped, type Version } from './odata/shape.ts'
import { parameter, type Route } from './routes.ts'

/** Rows a page holds unless `$top` says less. [observed: 1,000 for identities] */
const defaultPage = 1_000

/** What a navigation property leads to, for each row; asked for once per page. */
export type Expand<Row> = (rows: readonly Row[], tenantId: TenantId) => Promise<readonly unknown[]>

export type EntitySet<Row, Field extends string> = Askable<Field> & {
  /** Its path below the version, cased as Graph cases it. */
  readonly path: string
  readonly type: EntityType
  readonly derived?: readonly EntityType[]
  readonly read: Permission
  readonly pageSize?: number
  readonly searchable?: boolean
  list(tenantId: TenantId, query: ListQuery<Field>): Promise<Rows<Row>>
  /** Throws the refusal for what is not there. */
  find(tenantId: TenantId, id: string): Promise<Row>
  present(rows: readonly Row[], tenantId: TenantId): Promise<readonly object[]>
  readonly expand?: Readonly<Record<string, Expand<Row>>>
}

export type GraphVersion = { readonly version: Version; readonly links: Links }

export function readRoutes<Row, Field extends string>(
  set: EntitySet<Row, Field>,
  graph: GraphVersion,
): readonly Route[] {
  const base = `/${set.path.toLowerCase()}`
  return [
    ['GET', base, set.read, (c, caller) => answerList(c, { set, graph, caller })],
    ['GET', `${base}/$count`, set.read, (c, caller) => answerCount(c, set, caller)],
    [
      'GET',
      `${base}/:id`,
      set.read,
      async (c, { tenantId }) => {
        const row = await set.find(tenantId, parameter(c, 'id'))
        return c.json(await entityBody(c, { set, graph, row, tenantId }))
      },
    ],
  ]
}

type ListContext<Row, Field extends string> = {
  readonly set: EntitySet<Row, Field>
  readonly graph: GraphVersion
  readonly caller: Caller
}

export async function answerList<Row, Field extends string>(
  c: Context<RequestEnv>,
  { set, graph, caller }: ListContext<Row, Field>,
): Promise<Response> {
  const options = queryOptions(new URL(c.req.url), listOptions)
  const query = parseListQuery(options, optionsOf(set))
  const shape = parseShape(options, set, graph.version)
  const { rows, next, total } = await set.list(caller.tenantId, query)
  const value = await entities(set, rows, { shape, tenantId: caller.tenantId })
  return c.json({
    '@odata.context': graph.links.context(c, set.path),
    ...(total !== undefined && { '@odata.count': total }),
    ...(next !== undefined && { '@odata.nextLink': graph.links.next(c, next) }),
    value,
  })
}

async function answerCount<Row, Field extends string>(
  c: Context<RequestEnv>,
  set: EntitySet<Row, Field>,
  { tenantId }: Caller,
): Promise<Response> {
  const filter = wantedRows(queryOptions(new URL(c.req.url), countOptions), optionsOf(set))
  const { total } = await set.list(tenantId, {
    ...(filter !== undefined && { filter }),
    page: { limit: 0 },
    count: true,
  })
  return c.text(String(total ?? 0))
}

/** One entity with its context, as `$select` and `$expand` want it. */
export async function entityBody<Row, Field extends string>(
  c: Context<RequestEnv>,
  of: { set: EntitySet<Row, Field>; graph: GraphVersion; row: Row; tenantId: TenantId },
): Promise<object> {
  const { set, graph, row, tenantId } = of
  const options = queryOptions(new URL(c.req.url), entityOptions)
  const shape = parseShape(options, set, graph.version)
  const [entity] = await entities(set, [row], { shape, tenantId })
  return { '@odata.context': graph.links.context(c, `${set.path}/$entity`), ...entity }
}

async function entities<Row, Field extends string>(
  set: EntitySet<Row, Field>,
  rows: readonly Row[],
  { shape, tenantId }: { shape: Shape; tenantId: TenantId },
): Promise<readonly object[]> {
  const presented = await set.present(rows, tenantId)
  if (shape.select === undefined && shape.expand.length === 0) return presented
  const expanded = await Promise.all(
    shape.expand.map(async (name) => ({
      name,
      values: await set.expand?.[name]?.(rows, tenantId),
    })),
  )
  return presented.map((entity, i) => {
    const more = expanded.map(({ name, values }) => [name, values?.[i] ?? null])
    return shaped({ ...entity, ...Object.fromEntries(more) }, shape)
  })
}

function optionsOf<Row, Field extends string>(set: EntitySet<Row, Field>) {
  return {
    fields: set.fields,
    types: set.types,
    pageSize: set.pageSize ?? defaultPage,
    searchable: set.searchable ?? false,
  }
}
