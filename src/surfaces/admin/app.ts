/** `/admin/v1`: everything that Graph has no resource for. A file of routes is added by one line in `all-routes.ts`. */
import { Hono } from 'hono'
import { addRoutes } from '../http/add-routes.ts'
import { authenticated } from '../http/authenticate.ts'
import type { GuardDeps } from '../http/guard.ts'
import { addOpenRoutes, open } from '../http/open-route.ts'
import { requireGuards } from '../http/protected-routes.ts'
import type { PublicOrigin } from '../http/public-origin.ts'
import { type RequestEnv, requestIds } from '../http/request-context.ts'
import type { Route } from '../http/route.ts'
import type { VerifyBearer } from '../http/verify-bearer.ts'
import { type AdminPorts, ownRoutes } from './all-routes.ts'
import { adminDialect } from './dialect.ts'
import { adminErrors, noSuchRoute } from './errors.ts'
import { openApi } from './openapi.ts'

export type AdminDeps<Ports extends AdminPorts> = {
  readonly verify: VerifyBearer
  readonly guard: GuardDeps<Ports>
  readonly origin: PublicOrigin
  /** The routes of the identity provider, which is a module of its own. */
  readonly identityProvider: readonly Route<Ports>[]
  /** Called with internal errors. */
  readonly report: (error: Error, requestId: string) => void
}

const base = '/admin/v1'

export function adminApp<Ports extends AdminPorts>(deps: AdminDeps<Ports>): Hono<RequestEnv> {
  const routes: readonly Route<Ports>[] = [...ownRoutes, ...deps.identityProvider]
  const app = new Hono<RequestEnv>({ strict: false }).basePath(base)
  let description: object | undefined
  app.use(requestIds)
  addOpenRoutes(app, [
    open({
      method: 'GET',
      path: '/openapi.json',
      reason: 'it says how to ask, and nothing of anybody',
      says: 'application/json',
      // Made when first requested: it would cost each start as much processor time as loading the server.
      handle: (c) => {
        description ??= openApi(routes, base)
        return c.json(description)
      },
    }),
  ])
  app.use(authenticated(deps.verify))
  addRoutes(app, { guard: deps.guard, dialect: adminDialect(deps.origin) }, routes)
  requireGuards(app)
  app.notFound(noSuchRoute)
  app.onError(adminErrors(deps.report))
  return app
}
