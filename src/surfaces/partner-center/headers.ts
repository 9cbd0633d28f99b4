/** The headers of Partner Center, and its request id as idempotency key. [documented: Partner Center REST headers] */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { keyHeader } from '../http/answer-once.ts'
import type { RequestEnv } from '../http/request-context.ts'

const serverId = randomUUID().slice(0, 8)

/** Some answers begin with a byte-order mark, as those of the real service do. [observed] */
const byteOrderMark = '\uFEFF'

export function partnerHeaders(isStrict: boolean): MiddlewareHandler<RequestEnv> {
  return async (c, next) => {
    await next()
    const { headers } = c.res
    headers.set('MS-RequestId', sent(c.req.header('ms-requestid')) ?? c.get('requestId'))
    headers.set('MS-CorrelationId', sent(c.req.header('ms-correlationid')) ?? c.get('requestId'))
    headers.set('MS-CV', `${randomBytes(12).toString('base64')}.0`)
    headers.set('MS-ServerId', serverId)
    if (!headers.get('content-type')?.startsWith('application/json')) return
    headers.set('content-type', 'application/json; charset=utf-8')
    if (!isStrict) return
    headers.delete('content-length')
    c.res = new Response(byteOrderMark + (await c.res.text()), { status: c.res.status, headers })
  }
}

/**
 * The SDK sends a POST again with the same MS-RequestId, and callers may use one id for different calls: so method and
 * address are part of the key. [observed]
 */
export const requestIdAsKey: MiddlewareHandler<RequestEnv> = async (c, next) => {
  const id = sent(c.req.header('ms-requestid'))
  const { method } = c.req
  if (method === 'POST' || method === 'PATCH') {
    const headers = new Headers(c.req.raw.headers)
    headers.delete(keyHeader)
    if (id !== undefined) headers.set(keyHeader, keyOf([method, c.req.path, id]))
    c.req.raw = new Request(c.req.raw, { headers })
  }
  await next()
}

function keyOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}

function sent(header: string | undefined): string | undefined {
  return header !== undefined && /^[\x21-\x7e]{1,100}$/.test(header) ? header : undefined
}
