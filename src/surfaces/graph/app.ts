/** The Graph surface of one version: `Request → Response`, routes and nothing else. */
import { Hono } from 'hono'
import type { Devices } from '../../core/device/device.ts'
import { authenticated } from '../http/authenticate.ts'
import type { VerifyBearer } from '../http/bearer.ts'
import type { PublicOrigin } from '../http/public-origin.ts'
import { type RequestEnv, requestIds } from '../http/request-context.ts'
import { deviceRoutes } from './devices.ts'
import { graphErrors, noSuchSegment } from './errors.ts'
import { type ImportedDeviceDeps, importedDeviceRoutes } from './imported-devices.ts'
import { linksOf, type Version } from './links.ts'
import { graphPath } from './path.ts'
import { addRoutes } from './routes.ts'

export type GraphDeps = ImportedDeviceDeps & {
  readonly devices: Devices
  readonly verify: VerifyBearer
  readonly origin: PublicOrigin
  /** Told of failures that are our own. */
  readonly report: (error: Error, requestId: string) => void
}

export function graphApp(deps: GraphDeps, version: Version): Hono<RequestEnv> {
  const links = linksOf(version, deps.origin)
  const app = new Hono<RequestEnv>({ getPath: graphPath }).basePath(`/${version}`)
  app.use(requestIds, authenticated(deps.verify))
  addRoutes(app, [
    ...importedDeviceRoutes(deps, links),
    ...deviceRoutes(deps.devices, links, version),
  ])
  app.notFound(noSuchSegment)
  app.onError(graphErrors(deps.report))
  return app
}
