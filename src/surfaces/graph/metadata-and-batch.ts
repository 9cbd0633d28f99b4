/**
 * The two addresses that are not routes: the schema document, which anybody may read, as in the real service, and
 * the batch, whose parts are dispatched, permitted and refused like any other request.
 */
import type { MiddlewareHandler } from 'hono'
import type { RequestEnv } from '../http/request-context.ts'
import { servedSets } from './all-routes.ts'
import { batch } from './batch.ts'
import { metadata } from './metadata.ts'
import type { Version } from './odata/shape.ts'

export function schemaDocument(version: Version): MiddlewareHandler<RequestEnv> {
  const document = metadata(version, { sets: servedSets(version) })
  return async (c, next) => {
    if (c.req.method !== 'GET' || c.req.path !== `/${version}/$metadata`) return await next()
    return c.body(document, 200, { 'Content-Type': 'application/xml' })
  }
}

export function batches(
  ask: (request: Request) => Response | Promise<Response>,
  version: Version,
): MiddlewareHandler<RequestEnv> {
  const answer = batch(ask, version)
  return async (c, next) => {
    if (c.req.method !== 'POST' || c.req.path !== `/${version}/$batch`) return await next()
    return await answer(c)
  }
}
