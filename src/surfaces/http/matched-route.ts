/**
 * The declared path of the route that a request matched, such as `/v1.0/devices/:id`: what traces may say of a path, since
 * it names no device and no person.
 */
import type { Context, MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'

const matched = new WeakMap<Request, string>()

/** Undefined: no route has this path, or the request was refused before it came to one. */
export function matchedRoute(request: Request): string | undefined {
  return matched.get(request)
}

/** Before anything that replaces the request, such as a limit of its body. */
export const rememberRoute: MiddlewareHandler = (c, next) => {
  noteRoute(c)
  return next()
}

export function noteRoute(c: Context): void {
  matched.set(c.req.raw, routePath(c))
}
