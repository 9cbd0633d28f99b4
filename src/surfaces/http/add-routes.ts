/** Adds the routes of a surface, each behind its guard and the surface's body limit. */
import type { Hono } from 'hono'
import type { DomainError } from '../../core/errors.ts'
import { bodyLimit } from './body-limit.ts'
import { type GuardDeps, guarded } from './guard.ts'
import { type RequestEnv, rememberRoute } from './request-context.ts'
import type { Route } from './route.ts'
import type { ReadInput } from './route-input.ts'
import { thingsOf } from './versions.ts'

export type Dialect = ReadInput & {
  /** Maximum size of a body in bytes, unless the route sets another limit. */
  readonly maxBody: number
  readonly tooLarge: (maxBody: number) => DomainError
}

export function addRoutes<Ports>(
  app: Hono<RequestEnv>,
  { guard, dialect }: { readonly guard: GuardDeps<Ports>; readonly dialect: Dialect },
  routes: readonly Route<Ports>[],
): void {
  const limited = (maxSize = dialect.maxBody) =>
    bodyLimit({
      maxSize,
      onError: () => {
        throw dialect.tooLarge(maxSize)
      },
    })
  const thingOf = thingsOf(routes)
  for (const route of routes) {
    const handler = guarded(guard, route, { ...dialect, thing: thingOf(route) })
    // A GET has no body, and looking for one would be a fifth of its work.
    if (route.method === 'GET') app.get(route.path, handler)
    else app.on(route.method, route.path, rememberRoute, limited(route.maxBody), handler)
  }
}
