/** Authenticates every request before any route sees it; there is no way around it. */
import type { MiddlewareHandler } from 'hono'
import { DomainError } from '../../core/errors.ts'
import { clientCertificateOf } from './connection.ts'
import type { RequestEnv } from './request-context.ts'
import type { VerifyBearer } from './verify-bearer.ts'

export function authenticated(verify: VerifyBearer): MiddlewareHandler<RequestEnv> {
  return async (c, next) => {
    const verdict = await verify(c.req.header('authorization'), clientCertificateOf(c.req.raw))
    if (!verdict.ok) {
      c.header('WWW-Authenticate', verdict.challenge)
      throw new DomainError('not-authenticated', verdict.message)
    }
    c.set('caller', verdict.caller)
    await next()
  }
}
