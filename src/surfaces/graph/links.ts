/** Addresses in answers: absolute, in the version and under the host that the client asked. */
import type { Context } from 'hono'
import { originOf, type PublicOrigin } from '../http/public-origin.ts'
import type { RequestEnv } from '../http/request-context.ts'
import type { Envelope } from './odata/list-request.ts'

export type Version = 'v1.0' | 'beta'

export type Links = {
  list(c: Context<RequestEnv>, set: string): Envelope
  entity(c: Context<RequestEnv>, set: string): string
}

export function linksOf(version: Version, origin: PublicOrigin): Links {
  const context = (c: Context<RequestEnv>, what: string) =>
    `${originOf(c.req.raw, origin)}/${version}/$metadata#${what}`
  return {
    list(c, set) {
      const { pathname, search } = new URL(c.req.url)
      return {
        context: context(c, set),
        url: new URL(pathname + search, originOf(c.req.raw, origin)),
      }
    },
    entity: (c, set) => context(c, `${set}/$entity`),
  }
}
