/** Answers every request by the surface that it is for, or says which ones there are. */
import { type Connection, rememberConnection, servedBy } from '../../surfaces/http/connection.ts'
import { packed } from '../../surfaces/http/packed.ts'
import { securityHeaders } from '../../surfaces/http/security-headers.ts'
import type { SurfacePlace } from '../../surfaces/http/surface.ts'
import { dispatcher, type Fetch } from './dispatch.ts'
import { atLastEdge } from './last-edge.ts'
import { nothingAt } from './nowhere.ts'

type Served = SurfacePlace & { readonly app: { readonly fetch: Fetch } }
type Settings = {
  readonly publicUrl: string
  readonly report: (error: unknown, requestId?: string) => void
}
type CountAnswer = (surface: string, method: string, status: number) => void

export function serveSurfaces(
  surfaces: readonly Served[],
  { publicUrl, report }: Settings,
  countAnswer: CountAnswer,
) {
  const surfaceOf = dispatcher(surfaces)
  const withSecurityHeaders = securityHeaders(publicUrl)
  return async (request: Request, connection?: Connection): Promise<Response> => {
    rememberConnection(request, connection)
    const surface = servedBy(connection, surfaceOf(request))
    const ask = () => surface?.app.fetch(request) ?? nothingAt(request, surfaces)
    const answer = await atLastEdge(report, ask)
    countAnswer(surface?.name ?? 'none', request.method, answer.status)
    return withSecurityHeaders(await packed(request, answer))
  }
}
