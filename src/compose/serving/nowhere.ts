/** The answer at an unknown address: JSON in Graph's form, because most callers expect Graph. */
import { randomUUID } from 'node:crypto'
import { graphError } from '../../surfaces/http/graph-error.ts'
import { pathOf } from '../../surfaces/http/path-of.ts'
import type { SurfacePlace } from '../../surfaces/http/surface.ts'

export function nothingAt(request: Request, surfaces: readonly SurfacePlace[]): Response {
  const known = surfaces.map(({ name, paths }) => `${name}: ${paths.join(', ')}`).join('; ')
  const message =
    `There is nothing at ${request.method} ${pathOf(request)}. ` +
    'Microsoft Graph answers under a version, /v1.0 or /beta. ' +
    `The surfaces of this server are ${known}.`
  const body = graphError({ code: 'ResourceNotFound', message }, { requestId: randomUUID() })
  return Response.json(body, { status: 404 })
}
