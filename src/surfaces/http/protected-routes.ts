/** Which handlers of an app are guarded routes, which are open on purpose, and that there are no others. */
import type { Hono } from 'hono'
import { findTargetHandler } from 'hono/utils/handler'
import type { Described, OpenDescribed } from './route.ts'

export type ProtectedRoute = Pick<Described, 'method' | 'path' | 'permission' | 'audit'>

/** A line of the table of all routes; `path` is the whole one, parameters as `:name`. */
export type TableRoute = { readonly method: string; readonly path: string } & (
  | { readonly guarded: ProtectedRoute; readonly open?: undefined }
  | { readonly open: OpenDescribed; readonly guarded?: undefined }
)

const guards = new WeakMap<object, ProtectedRoute>()
const openings = new WeakMap<object, OpenDescribed>()

export function markProtected(handler: object, { method, path, permission, audit }: Described) {
  guards.set(handler, { method, path, permission, ...(audit && { audit }) })
}

export function markOpen(handler: object, described: OpenDescribed): void {
  openings.set(handler, described)
}

type Routes = Pick<Hono, 'routes'>

/** The protected routes of an app, below its base; throws where a handler was registered by hand. */
export function requireGuards(app: Routes): readonly ProtectedRoute[] {
  return routeTable(app).flatMap(({ guarded }) => (guarded === undefined ? [] : [guarded]))
}

/** Every route of an app; throws where a handler is neither guarded nor open. */
export function routeTable(app: Routes): readonly TableRoute[] {
  const places = Map.groupBy(app.routes, ({ method, path }) => `${method} ${path}`)
  return [...places.values()].flatMap((handlers) => {
    const found = handlers.flatMap(declared)
    const [first] = handlers
    if (found.length > 0 || first === undefined || isForAll(first)) return found
    throw new Error(`${first.method} ${first.path} has no permission, and is not open on purpose`)
  })
}

function declared({ method, path, handler }: Hono['routes'][number]): readonly TableRoute[] {
  // One that was mounted with its own errors is wrapped.
  const target = findTargetHandler(handler)
  const guarded = guards.get(target)
  if (guarded !== undefined) return [{ method, path, guarded }]
  const open = openings.get(target)
  return open === undefined ? [] : [{ method, path, open }]
}

/** What `use` adds stands before all routes, and answers for none. */
function isForAll({ method, path }: Hono['routes'][number]): boolean {
  return method === 'ALL' && path.endsWith('*')
}
