/** What every request carries through the surfaces: its ids and, once authenticated, its caller. */
import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
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
