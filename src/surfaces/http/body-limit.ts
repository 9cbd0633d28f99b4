/**
 * Limits the size of bodies. Hono's own limit replaces a request of unannounced length with another one, which
 * loses everything attached to the first, such as its client address and certificate: a client that sends a chunked body
 * would have no address in the audit trail.
 */
import type { MiddlewareHandler } from 'hono'
import { bodyLimit as limit } from 'hono/body-limit'
import { passConnection } from './connection.ts'

export function bodyLimit(options: Parameters<typeof limit>[0]): MiddlewareHandler {
  const limited = limit(options)
  return (c, next) => {
    const sent = c.req.raw
    return limited(c, async () => {
      passConnection(sent, c.req.raw)
      await next()
    })
  }
}
