/** An unknown path is a 400 that names the first unknown segment. [observed: Graph's own words] */
import type { NotFoundHandler } from 'hono'
import { pathOf } from '../../http/path-of.ts'
import type { RequestEnv } from '../../http/request-context.ts'
import { answerFault } from '../errors.ts'

export function unknownPath(
  routes: readonly { readonly method?: string; readonly path: string }[],
): NotFoundHandler<RequestEnv> {
  const known = [...new Set(routes.map(({ path }) => path))].map((path) => path.slice(1).split('/'))
  const references = routes.filter(({ path }) => path.endsWith('/$ref'))
  return (c) => {
    const pathname = pathOf(c.req)
    // The first segment is the version.
    const [, ...asked] = c.req.path.slice(1).split('/')
    const stop = firstUnknown(known, asked)
    const segment = stop === undefined ? undefined : (asked[stop] ?? '')
    const message =
      segment === undefined
        ? `No OData route exists that matches '${pathname}' with the method ${c.req.method}.${referenceHint(references, c.req.method, asked)}`
        : `Resource not found for the segment '${spelled(pathname, segment)}'.`
    return answerFault(c, 400, { code: 'BadRequest', message })
  }
}

/** Members are added and removed by reference; the commonest slip is to leave that out. */
function referenceHint(
  references: readonly { readonly method?: string; readonly path: string }[],
  method: string,
  asked: readonly string[],
): string {
  const wanted = [...asked, '$ref']
  const isOne = references.some((each) => {
    const segments = each.path.slice(1).split('/')
    return (
      each.method === method &&
      segments.length === wanted.length &&
      segments.every((segment, i) => segment.startsWith(':') || segment === wanted[i])
    )
  })
  return isOne ? ` Did you mean ${asked.at(-1)}/$ref?` : ''
}

/** The first segment that continues no known path; undefined = the whole path is known. */
function firstUnknown(
  known: readonly (readonly string[])[],
  asked: readonly string[],
): number | undefined {
  let open = known
  for (const [i, segment] of asked.entries()) {
    open = open.filter((path) => path[i] === segment || path[i]?.startsWith(':'))
    if (open.length === 0) return i
  }
  return undefined
}

/** As the client wrote it. */
function spelled(pathname: string, segment: string): string {
  const at = pathname.toLowerCase().lastIndexOf(segment)
  return at === -1 ? segment : pathname.slice(at, at + segment.length)
}
