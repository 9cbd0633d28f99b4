/** Addresses in answers: absolute, with the version and host of the request. */
import { listMark } from '../../http/list-mark.ts'
import type { RequestView } from '../../http/request-view.ts'
import { toToken } from '../odata/list-request.ts'
import type { Version } from '../odata/shape.ts'

export type Links = {
  /** The `@odata.context` of `what`, such as `devices/$entity`. */
  context(request: RequestView, what: string): string
  /** The same request, continued after `after`. */
  next(request: RequestView, after: string): string
}

export function linksOf(version: Version): Links {
  return {
    context: ({ origin }, what) => `${origin}/${version}/$metadata#${what}`,
    next(request, after) {
      const options = [...request.options]
        .filter(([name]) => !/^\$?skip(token)?$/i.test(name))
        .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      return request.again(
        [...options, `$skiptoken=${toToken(after, listMark(request))}`].join('&'),
      )
    },
  }
}
