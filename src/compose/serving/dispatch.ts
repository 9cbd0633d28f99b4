/** Which surface a request is for: decided by host, if Microsoft gives the service its own, and by path. */
import { pathOf } from '../../surfaces/http/path-of.ts'
import type { SurfacePlace } from '../../surfaces/http/surface.ts'
import { byFirstSegment } from './places.ts'

export type Fetch = (request: Request) => Response | Promise<Response>

/** What it takes to know whom a request is for. */
export type Addressed = {
  readonly url: string
  readonly headers: Pick<Headers, 'get'>
}

/** Undefined: no surface has this address. If two surfaces claim a path, the earlier one in the list gets it. */
export function dispatcher<S extends SurfacePlace>(
  surfaces: readonly S[],
): (request: Addressed) => S | undefined {
  const everywhere = byFirstSegment(surfaces)
  const byHost = new Map(
    surfaces.flatMap(({ hosts }) => hosts).map((host) => [host, served(host)] as const),
  )

  function served(host: string) {
    return byFirstSegment(surfaces.filter(({ hosts }) => hosts.includes(host)))
  }

  return (request) => {
    const path = pathOf(request).toLowerCase()
    const joined = path.includes('//') ? path.replace(/\/{2,}/g, '/') : path
    const here = byHost.get(hostOf(request))
    const asksForData = wantsData(request)
    const { beginningAs, all } = here ?? everywhere
    const found = (joined === path ? beginningAs(path) : all).find(
      ({ surface, matches }) =>
        matches(surface.joinsSlashes ? joined : path) && !(asksForData && isPage(surface, path)),
    )
    return (found ?? here?.all.find(({ surface }) => surface.ownsHosts))?.surface
  }
}

/** A browser that opens a page accepts HTML, or anything, and brings no token. */
function wantsData(request: Addressed): boolean {
  if (request.headers.get('authorization') !== null) return true
  const accept = request.headers.get('accept') ?? ''
  return accept.includes('application/json') && !accept.includes('text/html')
}

function isPage({ pages = [] }: SurfacePlace, path: string): boolean {
  return pages.includes(path.split('/')[1] ?? '')
}

function hostOf({ url }: Addressed): string {
  const start = url.indexOf('//') + 2
  return url.slice(start, url.indexOf('/', start)).replace(/:\d+$/, '')
}
