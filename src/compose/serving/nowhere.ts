/** The answer at an unknown address: JSON in Graph's form, because most callers expect Graph. */
import { randomUUID } from 'node:crypto'
import { pathOf } from '../../surfaces/http/path-of.ts'
import type { SurfacePlace } from '../../surfaces/http/surface.ts'

export function nothingAt(request: Request, surfaces: readonly SurfacePlace[]): Response {
  const known = surfaces.map(({ name, paths }) => `${name}: ${paths.join(', ')}`).join('; ')
  const message =
    `There is nothing at ${request.method} ${pathOf(request)}. ` +
    'Microsoft Graph answers under a version, /v1.0 or /beta. ' +
    `The surfaces of this server are ${known}.`
  const innerError = { date: new Date().toISOString().slice(0, 19), 'request-id': randomUUID() }
  return Response.json(
    { error: { code: 'ResourceNotFound', message, innerError } },
    { status: 404 },
  )
}
