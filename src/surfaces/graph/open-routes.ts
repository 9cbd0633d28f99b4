/**
 * The two addresses that need no permission: the schema document, which anybody may read, as in the real service, and
 * the batch, whose parts are dispatched, permitted and refused like any other request.
 */

import { type OpenRoute, open } from '../http/open-route.ts'
import type { RequestEnv } from '../http/request-context.ts'
import { servedSets } from './all-routes.ts'
import { batch } from './batch.ts'
import { maxBody } from './bodies/body.ts'
import { metadata } from './odata/metadata.ts'
import type { Version } from './odata/shape.ts'

export function schemaRoute(version: Version): OpenRoute<RequestEnv> {
  const document = metadata(version, { sets: servedSets(version) })
  return open({
    method: 'GET',
    path: '/$metadata',
    reason: 'it describes what is served, and nothing that is kept',
    says: 'application/xml',
    handle: (c) => c.body(document, 200, { 'Content-Type': 'application/xml' }),
  })
}

export function batchRoute(
  ask: (request: Request) => Response | Promise<Response>,
  version: Version,
): OpenRoute<RequestEnv> {
  return open({
    method: 'POST',
    path: '/$batch',
    reason: 'each of its parts is a request of its own, with the permission that it needs',
    maxBody,
    handle: batch(ask, version),
  })
}
