/** Turns a request into a handler's input: ids by their kinds, and body and query by the route's shapes. */
import type { Context } from 'hono'
import type { z } from 'zod'
import { DomainError } from '../../core/errors.ts'
import { checked } from './checked.ts'
import type { PublicOrigin } from './public-origin.ts'
import { refuseUnread } from './query-names.ts'
import type { RequestEnv } from './request-context.ts'
import { viewOf } from './request-view.ts'
import type { Input, Parameter, Route } from './route.ts'

/** How a surface reads bodies, and its base path. */
export type ReadInput = {
  readonly origin: PublicOrigin
  readonly readBody: (request: Request, shape: z.ZodType) => Promise<unknown>
  /** Throws if there is something in the body of a request that takes nothing; absent: it is not looked at. */
  readonly readNoBody?: (request: Request) => Promise<void>
  /** Parameters of a query that the route does not take are refused; absent: the surface has its own rules for them. */
  readonly isQueryClosed?: true
}

export type RouteInput<Ports> = Input<Ports> & {
  /** The parameters read by the handler, in canonical form. */
  readonly known: ReadonlyMap<string, string>
}

export async function readInput<Ports>(
  c: Context<RequestEnv>,
  { method, body, query }: Route<Ports>,
  { origin, readBody, readNoBody, isQueryClosed }: ReadInput,
): Promise<Omit<RouteInput<Ports>, 'ports'>> {
  const known = new Map<string, string>()
  const request = viewOf(c.req.raw, origin)
  if (isQueryClosed) refuseUnread(request.options, query)
  if (body === undefined && method === 'POST') await readNoBody?.(c.req.raw)
  return {
    caller: c.get('caller'),
    body: body && (await readBody(c.req.raw, body)),
    query: query && checked(query, c.req.query(), { name: 'the query' }),
    parameter: parametersOf(c, known),
    request,
    known,
  }
}

function parametersOf(c: Context<RequestEnv>, known: Map<string, string>): Parameter {
  return (name, kind) => {
    const text = c.req.param(name)
    if (text === undefined) throw new Error(`the path of this route has no parameter '${name}'`)
    const id = kind.parse(text)
    if (id === undefined) throw new DomainError('not-found', `There is no ${kind.what} '${text}'.`)
    known.set(name, String(id))
    return id
  }
}
