/** `/admin/v1`: what Graph has no word for. A file of routes joins by one line in `routesOf`. */
import { Hono } from 'hono'
import type { AssignDeps } from '../../core/access/manage-roles.ts'
import { authenticated } from '../http/authenticate.ts'
import { type GuardDeps, requireGuards } from '../http/guard.ts'
import { type RequestEnv, requestIds } from '../http/request-context.ts'
import type { VerifyBearer } from '../http/verify-bearer.ts'
import { type ApplicationRouteDeps, applicationRoutes } from './application-routes.ts'
import { type AuditRouteDeps, auditRoutes } from './audit-routes.ts'
import { certificateRoutes } from './certificate-routes.ts'
import { type DenyListDeps, denyListRoutes } from './deny-list-routes.ts'
import { type DeploymentRouteDeps, deploymentRoutes } from './deployment-routes.ts'
import { type DeviceListDeps, deviceListRoutes } from './devices/device-list-routes.ts'
import { type OverviewDeps, overviewRoutes } from './devices/overview-routes.ts'
import { adminErrors, noSuchRoute } from './errors.ts'
import { type IdentityRouteDeps, identityRoutes } from './identity-routes.ts'
import { type ImportRouteDeps, importRoutes } from './imports/import-routes.ts'
import { jobRoutes } from './job-routes.ts'
import { openApi } from './openapi.ts'
import { roleRoutes } from './role-routes.ts'
import { type AdminRoute, addAdminRoutes } from './routes.ts'
import { tenantRoutes } from './tenant-routes.ts'

export type AdminDeps = ApplicationRouteDeps &
  AuditRouteDeps &
  DenyListDeps &
  DeploymentRouteDeps &
  DeviceListDeps &
  ImportRouteDeps &
  OverviewDeps &
  IdentityRouteDeps &
  AssignDeps &
  Parameters<typeof jobRoutes>[0] &
  Parameters<typeof tenantRoutes>[0] & {
    readonly verify: VerifyBearer
    readonly guard: GuardDeps
    /** The routes of the identity provider, which has a house of its own. */
    readonly identityProvider: readonly AdminRoute[]
    /** Told of failures that are our own. */
    readonly report: (error: Error, requestId: string) => void
  }

const base = '/admin/v1'

function routesOf(deps: AdminDeps): readonly AdminRoute[] {
  return [
    ...tenantRoutes(deps),
    ...roleRoutes(deps),
    ...applicationRoutes(deps),
    ...certificateRoutes(deps),
    ...auditRoutes(deps),
    ...jobRoutes(deps),
    ...deviceListRoutes(deps),
    ...overviewRoutes(deps),
    ...importRoutes(deps),
    ...identityRoutes(deps),
    ...denyListRoutes(deps),
    ...deploymentRoutes(deps),
    ...deps.identityProvider,
  ]
}

export function adminApp(deps: AdminDeps): Hono<RequestEnv> {
  const routes = routesOf(deps)
  const app = new Hono<RequestEnv>({ strict: false }).basePath(base)
  const description = openApi(routes, base)
  app.use(requestIds)
  // Open to all: it says how to ask, and nothing of anybody.
  app.get('/openapi.json', (c) => c.json(description))
  app.use(authenticated(deps.verify))
  addAdminRoutes(app, deps.guard, routes)
  requireGuards(app, [`${base}/openapi.json`])
  app.notFound(noSuchRoute)
  app.onError(adminErrors(deps.report))
  return app
}
