/** What every request carries through the surfaces: its ids, its route and, once authenticated, its caller. */
import { randomUUID } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { Caller } from '../../core/access/caller.ts'
import { keptHours } from '../../core/idempotency/kept-answers.ts'

export type RequestVariables = {
  /** Generated here, unique per request; in every answer and in the log. */
  requestId: string
  /** The client's own correlation id, or the request id if it sent none. */
  clientRequestId: string
  caller: Caller
}

export type RequestEnv = { Variables: RequestVariables }

const keptSeconds = String(keptHours * 3_600)

/** Reads ids from the request and returns the same ids as headers. [documented: Microsoft Graph error responses] */
export const requestIds: MiddlewareHandler<RequestEnv> = async (c, next) => {
  const requestId = randomUUID()
  const sent = c.req.header('client-request-id')
  const clientRequestId = sent !== undefined && /^[\w.:-]{1,100}$/.test(sent) ? sent : requestId
  c.set('requestId', requestId)
  c.set('clientRequestId', clientRequestId)
  await next()
  c.res.headers.set('request-id', requestId)
  c.res.headers.set('client-request-id', clientRequestId)
  // Lets a client know that it may send a POST again, for so many seconds.
  c.res.headers.set('idempotency-key-lifetime', keptSeconds)
}

const matched = new WeakMap<Request, string>()

/**
 * The declared path of the route that a request matched, such as `/v1.0/devices/:id`: what traces may say of a path, since
 * it names no device and no person. Undefined: no route has this path, or the request was refused before it came to one.
 */
export function matchedRoute(request: Request): string | undefined {
  return matched.get(request)
}

export function noteRoute(c: Context): void {
  matched.set(c.req.raw, routePath(c))
}

/** Before anything that replaces the request, such as a limit of its body. */
export const rememberRoute: MiddlewareHandler = (c, next) => {
  noteRoute(c)
  return next()
}
