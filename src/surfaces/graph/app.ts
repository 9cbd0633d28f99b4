/** The Graph surface of one version: `Request → Response`, routes and nothing else. */
import { Hono } from 'hono'
import { authenticated } from '../http/authenticate.ts'
import type { VerifyBearer } from '../http/bearer.ts'
import { type GuardDeps, requireGuards } from '../http/guard.ts'
import type { PublicOrigin } from '../http/public-origin.ts'
import { type RequestEnv, requestIds } from '../http/request-context.ts'
import { deviceSet } from './device-set.ts'
import { type DeviceDeps, deviceRoutes } from './devices.ts'
import { directoryDeviceRoutes } from './directory-devices.ts'
import { graphErrors, noSuchSegment } from './errors.ts'
import { type ImportedDeviceDeps, importedDeviceRoutes } from './imported-devices.ts'
import { linksOf } from './links.ts'
import type { Version } from './odata/shape.ts'
import { graphPath } from './path.ts'
import { addRoutes } from './routes.ts'

export type GraphDeps = ImportedDeviceDeps &
  DeviceDeps & {
    readonly verify: VerifyBearer
    readonly guard: GuardDeps
    readonly origin: PublicOrigin
    /** Told of failures that are our own. */
    readonly report: (error: Error, requestId: string) => void
  }

export function graphApp(deps: GraphDeps, version: Version): Hono<RequestEnv> {
  const graph = { version, links: linksOf(version, deps.origin) }
  const app = new Hono<RequestEnv>({ getPath: graphPath }).basePath(`/${version}`)
  app.use(requestIds, authenticated(deps.verify))
  addRoutes(app, deps.guard, [
    ...importedDeviceRoutes(deps, graph),
    ...deviceRoutes(deps, deviceSet(deps.devices, version), graph),
    ...directoryDeviceRoutes(deps.devices, graph),
  ])
  requireGuards(app)
  app.notFound(noSuchSegment)
  app.onError(graphErrors(deps.report))
  return app
}
