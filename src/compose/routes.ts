/** The one table of all routes: what each needs, or why it is open. */
import type { Hono } from 'hono'
import { routeTable, type TableRoute } from '../surfaces/http/protected-routes.ts'

/** `surface` is its name; of Graph each version is one. */
export type KnownRoute = TableRoute & { readonly surface: string }

/** Throws where a route was registered by hand. */
export function routesOf(
  surfaces: Readonly<Record<string, Pick<Hono, 'routes'>>>,
): readonly KnownRoute[] {
  return Object.entries(surfaces).flatMap(([surface, app]) =>
    routeTable(app).map((route) => ({ ...route, surface })),
  )
}
