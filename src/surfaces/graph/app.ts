/** The Graph surface of one version: `Request → Response`, routes and nothing else. */
import { Hono } from 'hono'
import type { Spend } from '../../core/budgets/budget.ts'
import { addRoutes } from '../http/add-routes.ts'
import { authenticated } from '../http/authenticate.ts'
import type { GuardDeps } from '../http/guard.ts'
import { addOpenRoutes } from '../http/open-route.ts'
import { requireGuards } from '../http/protected-routes.ts'
import type { PublicOrigin } from '../http/public-origin.ts'
import { type RequestEnv, requestIds } from '../http/request-context.ts'
import { optionsIn } from '../http/request-view.ts'
import type { VerifyBearer } from '../http/verify-bearer.ts'
import { linksOf } from './addresses/links.ts'
import { graphPath } from './addresses/path.ts'
import { unknownPath } from './addresses/unknown-path.ts'
import { allRoutes, type GraphPorts } from './all-routes.ts'
import { bodyReader, maxBody, readNoBody, tooLarge } from './bodies/body.ts'
import { graphErrors } from './errors.ts'
import type { Fidelity } from './fidelity/fidelity.ts'
import { strictOddities } from './fidelity/strict.ts'
import { givenOptions } from './odata/query-options.ts'
import type { Version } from './odata/shape.ts'
import { batchRoute, schemaRoute } from './open-routes.ts'
import { throttled } from './throttle.ts'

export type GraphDeps = {
  /** What an emulator wraps around each request in a batch. */
  readonly aroundParts?: (ask: Ask) => Ask
  readonly verify: VerifyBearer
  readonly guard: GuardDeps<GraphPorts>
  readonly fidelity: Fidelity
  readonly origin: PublicOrigin
  /** Absent: no throttling. */
  readonly spend?: Spend
  /** Called with internal errors. */
  readonly report: (error: Error, requestId: string) => void
}

type Ask = (request: Request) => Response | Promise<Response>

function refuseTooLarge(): never {
  throw tooLarge()
}

export function graphApp(deps: GraphDeps, version: Version): Hono<RequestEnv> {
  const graph = { version, links: linksOf(version), fidelity: deps.fidelity }
  const app = new Hono<RequestEnv>({ getPath: graphPath }).basePath(`/${version}`)
  app.use(requestIds)
  addOpenRoutes(app, [schemaRoute(version)])
  app.use(authenticated(deps.verify))
  const ask: Ask = (request) => app.fetch(request)
  // Before budgets and options: each part of a batch is counted and read by itself.
  addOpenRoutes(app, [batchRoute(deps.aroundParts?.(ask) ?? ask, version)], refuseTooLarge)
  if (deps.spend) app.use(throttled(deps.spend, deps.fidelity))
  if (deps.fidelity === 'strict') app.use(strictOddities)
  app.use(async (c, next) => {
    givenOptions(optionsIn(c.req), version)
    await next()
  })
  const routes = allRoutes(graph)
  const readBody = bodyReader(deps.fidelity)
  const dialect = { origin: deps.origin, readBody, readNoBody, maxBody, tooLarge }
  addRoutes(app, { guard: deps.guard, dialect }, routes)
  requireGuards(app)
  app.notFound(unknownPath(routes))
  app.onError(graphErrors(deps))
  return app
}
