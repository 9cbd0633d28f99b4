/** Who comes first among requests, known from their first lines alone. */
import { pathOf } from '../../surfaces/http/path-of.ts'
import type { Priority, SurfacePlace } from '../../surfaces/http/surface.ts'
import { type Addressed, dispatcher } from './dispatch.ts'
import { matcherOf } from './places.ts'

/** What nobody has is refused, in its turn. */
const nowhere: Priority = 'program'

/**
 * A program can say that it is a browser, and gains little: what is kept for programs is kept for no one else, and
 * the same the other way round.
 */
export function prioritiesOf(surfaces: readonly SurfacePlace[]): (request: Addressed) => Priority {
  const surfaceOf = dispatcher(surfaces)
  const isExport = matcherOf(surfaces.flatMap(({ exports = [] }) => exports))
  return (request) => {
    const priority = surfaceOf(request)?.priority ?? nowhere
    if (priority !== 'program') return priority
    if (isExport(pathOf(request).toLowerCase())) return 'export'
    return request.headers.get('sec-fetch-mode') === null ? 'program' : 'person'
  }
}
