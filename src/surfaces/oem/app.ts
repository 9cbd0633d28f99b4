/** `/oem/v1`: makers of devices, as programs that prove themselves by a key or a secret. */
import { Hono, type MiddlewareHandler } from 'hono'
import type { z } from 'zod'
import { DomainError } from '../../core/errors.ts'
import { activePartner, type Partners } from '../../core/partners/partner.ts'
import { addRoutes, type Dialect } from '../http/add-routes.ts'
import { authenticated } from '../http/authenticate.ts'
import { bodyText } from '../http/body-text.ts'
import { checked } from '../http/checked.ts'
import type { GuardDeps } from '../http/guard.ts'
import { jsonOf, onceEach } from '../http/json-of.ts'
import { requireGuards } from '../http/protected-routes.ts'
import type { PublicOrigin } from '../http/public-origin.ts'
import { type RequestEnv, requestIds } from '../http/request-context.ts'
import type { VerifyBearer } from '../http/verify-bearer.ts'
import { noSuchOemRoute, oemErrors } from './errors.ts'
import { type OemPorts, oemRoutes } from './routes.ts'

export type OemDeps = {
  /** Takes tokens for OEMs only. */
  readonly verify: VerifyBearer
  readonly guard: GuardDeps<OemPorts>
  readonly partners: Pick<Partners, 'find'>
  readonly origin: PublicOrigin
  /** Called with internal errors. */
  readonly report: (error: Error, requestId: string) => void
}

/** 1,000 hashes with room for the rest. Bytes. */
const maxBody = 8 * 1024 * 1024

export function oemApp(deps: OemDeps): Hono<RequestEnv> {
  const app = new Hono<RequestEnv>({ strict: false }).basePath('/oem/v1')
  app.use(requestIds)
  app.use(authenticated(deps.verify))
  app.use(oemOnly(deps.partners))
  addRoutes(app, { guard: deps.guard, dialect: dialect(deps.origin) }, oemRoutes)
  requireGuards(app)
  app.notFound(noSuchOemRoute)
  app.onError(oemErrors(deps.report))
  return app
}

function oemOnly(partners: Pick<Partners, 'find'>): MiddlewareHandler<RequestEnv> {
  return async (c, next) => {
    const { kind } = await activePartner(partners, c.get('caller').tenantId)
    if (kind !== 'oem')
      throw new DomainError('not-permitted', `This is for OEMs, not for partners of kind ${kind}.`)
    await next()
  }
}

function dialect(origin: PublicOrigin): Dialect {
  const tooLarge = () =>
    new DomainError('too-large', `The body is larger than ${maxBody / 1024 / 1024} MiB.`)
  const readBody = async (request: Request, shape: z.ZodType) => {
    const text = await bodyText(request, { maxBytes: maxBody, tooLarge })
    return checked(shape, withLowerNames(jsonOf(text)))
  }
  return { origin, readBody, isQueryClosed: true, maxBody, tooLarge }
}

/** Bodies are shallow: what is nested deeper is not read, and ends no stack. */
const maxDepth = 4

function withLowerNames(value: unknown, depth = 0): unknown {
  if (depth > maxDepth) return null
  if (Array.isArray(value)) return value.map((each) => withLowerNames(each, depth + 1))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    onceEach(value).map(([name, each]) => [name, withLowerNames(each, depth + 1)]),
  )
}
