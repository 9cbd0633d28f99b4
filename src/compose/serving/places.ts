/** Where surfaces are mounted, by the paths that they name. */
import type { SurfacePlace } from '../../surfaces/http/surface.ts'

/** The surfaces that may have a path, without a look at all that cannot. */
export function byFirstSegment<S extends SurfacePlace>(surfaces: readonly S[]) {
  const all = surfaces.map((surface) => ({ surface, matches: matcherOf(surface.paths) }))
  const beginWith = (wanted: string | undefined) =>
    all.filter(({ surface }) =>
      surface.paths.map(firstSegment).some((each) => each === wanted || each.startsWith(':')),
    )
  const known = new Set(surfaces.flatMap(({ paths }) => paths).map(firstSegment))
  const places = new Map([...known].map((segment) => [segment, beginWith(segment)] as const))
  const others = beginWith(undefined)
  return { all, beginningAs: (path: string) => places.get(firstSegment(path)) ?? others }
}

function firstSegment(path: string): string {
  const end = path.indexOf('/', 1)
  return end === -1 ? path.slice(1) : path.slice(1, end)
}

export function matcherOf(paths: readonly string[]): (path: string) => boolean {
  const patterns = paths.filter((path) => path !== '/').map((path) => path.slice(1).split('/'))
  const root = paths.includes('/')
  return (path) => {
    if (path === '/') return root
    const segments = path.slice(1).split('/')
    return patterns.some((pattern) => begins(segments, pattern))
  }
}

function begins(segments: readonly string[], pattern: readonly string[]): boolean {
  return pattern.every((wanted, i) => {
    const segment = segments[i]
    return segment !== undefined && segment !== '' && (wanted.startsWith(':') || segment === wanted)
  })
}
