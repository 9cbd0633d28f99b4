/**
 * How long a body may be. Hono's own limit puts another request in the place of one whose length nobody has announced,
 * and what is known of the first one by itself, such as from where it came, would be lost: whoever sends a body in
 * chunks would have no address in the audit trail.
 */
import type { MiddlewareHandler } from 'hono'
import { bodyLimit as limit } from 'hono/body-limit'
import { addressOf, rememberAddress } from './client-address.ts'

export function bodyLimit(options: Parameters<typeof limit>[0]): MiddlewareHandler {
  const limited = limit(options)
  return (c, next) => {
    const address = addressOf(c.req.raw)
    return limited(c, async () => {
      rememberAddress(c.req.raw, address)
      await next()
    })
  }
}
