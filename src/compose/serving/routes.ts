/** The one table of all routes: what each needs, or why it is open. */
import { routeTable, type TableRoute } from '../../surfaces/http/protected-routes.ts'

/** `surface` is its name; of Graph each version is one. */
export type KnownRoute = TableRoute & { readonly surface: string }

type Routes = Parameters<typeof routeTable>[0]

type Surface =
  | { readonly name: string; readonly app: Routes }
  | { readonly name: string; readonly versions: Readonly<Record<string, Routes>> }

/** Throws where a route was registered by hand. */
export function routesOf(surfaces: readonly Surface[]): readonly KnownRoute[] {
  return surfaces.flatMap((surface) =>
    Object.entries(
      'versions' in surface ? surface.versions : { [surface.name]: surface.app },
    ).flatMap(([name, app]) => routeTable(app).map((route) => ({ ...route, surface: name }))),
  )
}
