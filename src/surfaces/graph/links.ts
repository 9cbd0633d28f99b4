/** Addresses in answers: absolute, in the version and under the host that the client asked. */
import type { Context } from 'hono'
import { originOf, type PublicOrigin } from '../http/public-origin.ts'
import type { RequestEnv } from '../http/request-context.ts'
import { toToken } from './odata/list-request.ts'
import type { Version } from './odata/shape.ts'

export type Links = {
  /** The `@odata.context` of `what`, such as `devices/$entity`. */
  context(c: Context<RequestEnv>, what: string): string
  /** The request once more, from the place that `after` names. */
  next(c: Context<RequestEnv>, after: string): string
}

export function linksOf(version: Version, origin: PublicOrigin): Links {
  const base = (c: Context<RequestEnv>) => originOf(c.req.raw, origin)
  return {
    context: (c, what) => `${base(c)}/${version}/$metadata#${what}`,
    next(c, after) {
      const { pathname, searchParams } = new URL(c.req.url)
      const options = [...searchParams]
        .filter(([name]) => !['$skiptoken', '$skip'].includes(name.toLowerCase()))
        .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      return `${base(c)}${pathname}?${[...options, `$skiptoken=${toToken(after)}`].join('&')}`
    },
  }
}
