/**
 * Who asks: a person or application of a partner, which acts either in the partner's own tenant or, under
 * `/customers/{id}`, in a customer's. There it may do what both the consent in force and its own role permit.
 */
import type { MiddlewareHandler } from 'hono'
import type { Caller, PartnerCaller } from '../../core/access/caller.ts'
import { DomainError } from '../../core/errors.ts'
import type { TenantId } from '../../core/ids.ts'
import { type ActDeps, asPartnerAt, asPartnerAtHome } from '../../core/partners/act-at-customer.ts'
import { noRelationship } from '../../core/partners/consent.ts'
import { activePartner, type Partners } from '../../core/partners/partner.ts'
import { parseUuid } from '../../core/uuid.ts'
import { clientCertificateOf } from '../http/connection.ts'
import type { RequestEnv } from '../http/request-context.ts'
import type { VerifyBearer } from '../http/verify-bearer.ts'

export type CallerDeps = ActDeps & {
  /** Takes tokens for Partner Center only. */
  readonly verify: VerifyBearer
  readonly partners: Pick<Partners, 'find'>
}

export function asPartner(deps: CallerDeps): MiddlewareHandler<RequestEnv> {
  return async (c, next) => {
    const verdict = await deps.verify(c.req.header('authorization'), clientCertificateOf(c.req.raw))
    if (!verdict.ok) {
      c.header('WWW-Authenticate', verdict.challenge)
      throw new DomainError('not-authenticated', verdict.message)
    }
    c.set('caller', await partnerCaller(deps, verdict.caller, c.req.path))
    await next()
  }
}

async function partnerCaller(
  { access, partners, consents }: CallerDeps,
  caller: Caller,
  path: string,
): Promise<PartnerCaller> {
  if (caller.kind !== 'user' && caller.kind !== 'application')
    throw new DomainError(
      'not-permitted',
      'Only people and applications of partners may use this API.',
    )
  const partner = await activePartner(partners, caller.tenantId)
  if (!partner.kind.startsWith('csp'))
    throw new DomainError(
      'not-permitted',
      `Partner Center is for cloud solution providers, not for ${partner.kind}.`,
    )
  const customer = /^\/customers\/([^/]+)/.exec(path)?.[1]
  if (customer === undefined || customer === 'relationshiprequests')
    return await asPartnerAtHome({ access }, caller)
  const customerId = parseUuid(decoded(customer)) as TenantId | undefined
  const there = customerId && (await asPartnerAt({ access, consents }, caller, customerId))
  if (there === undefined) throw noRelationship()
  return there
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
