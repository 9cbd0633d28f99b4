/** Which handlers of an app are guarded routes, which are open on purpose, and that there are no others. */
import type { Handler, Hono, MiddlewareHandler } from 'hono'
import type { Described } from './route.ts'

export type ProtectedRoute = Pick<Described, 'method' | 'path' | 'permission' | 'audit'>

const guards = new WeakMap<object, ProtectedRoute>()
const openings = new WeakMap<object, string>()

export function markProtected(handler: object, { method, path, permission, audit }: Described) {
  guards.set(handler, { method, path, permission, ...(audit && { audit }) })
}

/** A handler that answers without a permission. `reason` says to the reader of the route why it may. */
export function open<H extends Handler | MiddlewareHandler>(reason: string, handler: H): H {
  if (reason === '') throw new Error('an open route needs a reason')
  openings.set(handler, reason)
  return handler
}

type Routes = Pick<Hono, 'routes'>

/** The protected routes of an app; throws where a handler is neither guarded nor open. */
export function requireGuards(app: Routes): readonly ProtectedRoute[] {
  const byPlace = Map.groupBy(
    app.routes.filter(({ path }) => !path.endsWith('*')),
    ({ method, path }) => `${method} ${path}`,
  )
  for (const [place, handlers] of byPlace) {
    if (handlers.some(({ handler }) => guards.has(handler) || openings.has(handler))) continue
    throw new Error(`${place} has no permission, and is not open on purpose`)
  }
  return app.routes.flatMap(({ handler }) => guards.get(handler) ?? [])
}
