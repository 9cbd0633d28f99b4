/** Partner Center: customers, batches of devices, jobs, policies; the same at each of its roots. */
import { Hono } from 'hono'
import { addRoutes } from '../http/add-routes.ts'
import type { GuardDeps } from '../http/guard.ts'
import { requireGuards } from '../http/protected-routes.ts'
import type { PublicOrigin } from '../http/public-origin.ts'
import { type RequestEnv, requestIds } from '../http/request-context.ts'
import type { Route } from '../http/route.ts'
import { batchDeviceRoutes } from './batch-device-routes.ts'
import { batchRoutes } from './batch-routes.ts'
import { asPartner, type CallerDeps } from './caller.ts'
import { customerRoutes } from './customer-routes.ts'
import { partnerCenterDialect } from './dialect.ts'
import { noSuchPartnerRoute, partnerCenterErrors } from './errors.ts'
import { partnerHeaders, requestIdAsKey } from './headers.ts'
import { partnerCenterPath } from './path.ts'
import { policyRoutes } from './policy-routes.ts'
import { type PartnerCenterPorts, withConsent } from './ports.ts'

export type PartnerCenterDeps = CallerDeps & {
  readonly guard: GuardDeps<PartnerCenterPorts>
  readonly origin: PublicOrigin
  readonly isStrict: boolean
  /** Called with internal errors. */
  readonly report: (error: Error, requestId: string) => void
}

const routes: readonly Route<PartnerCenterPorts>[] = [
  ...customerRoutes,
  ...batchRoutes,
  ...batchDeviceRoutes,
  ...policyRoutes,
].map(withConsent)

export function partnerCenterApp(deps: PartnerCenterDeps): Hono<RequestEnv> {
  const app = new Hono<RequestEnv>({ getPath: partnerCenterPath })
  app.use(requestIds)
  app.use(partnerHeaders(deps.isStrict))
  app.use(asPartner(deps))
  app.use(requestIdAsKey)
  addRoutes(app, { guard: deps.guard, dialect: partnerCenterDialect(deps.origin) }, routes)
  requireGuards(app)
  app.notFound(noSuchPartnerRoute)
  app.onError(partnerCenterErrors(deps.report))
  return app
}
