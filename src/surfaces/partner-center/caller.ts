/**
 * Who asks: a person or application of a partner, which acts either in the partner's own tenant or, under
 * `/customers/{id}`, in a customer's. There it may do what both the consent in force and its own role permit.
 */
import type { MiddlewareHandler } from 'hono'
import type {
  ApplicationCaller,
  Caller,
  PartnerCaller,
  UserCaller,
} from '../../core/access/caller.ts'
import type { Access } from '../../core/access/decide.ts'
import { partnerPermissions } from '../../core/access/roles.ts'
import { DomainError } from '../../core/errors.ts'
import { parseUuid, type TenantId } from '../../core/ids.ts'
import { type Consents, noRelationship, permittedBy } from '../../core/partners/consent.ts'
import { activePartner, type Partners } from '../../core/partners/partner.ts'
import type { RequestEnv } from '../http/request-context.ts'
import type { VerifyBearer } from '../http/verify-bearer.ts'

export type CallerDeps = {
  /** Takes tokens for Partner Center only. */
  readonly verify: VerifyBearer
  readonly access: Pick<Access, 'all'>
  readonly partners: Pick<Partners, 'find'>
  readonly consents: Pick<Consents, 'inForce'>
}

export function asPartner(deps: CallerDeps): MiddlewareHandler<RequestEnv> {
  return async (c, next) => {
    const verdict = await deps.verify(c.req.header('authorization'))
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
    throw new DomainError('not-permitted', 'Only people and applications of partners ask here.')
  const partner = await activePartner(partners, caller.tenantId)
  if (!partner.kind.startsWith('csp'))
    throw new DomainError(
      'not-permitted',
      `Partner Center is for cloud solution providers, not for ${partner.kind}.`,
    )
  const all = await access.all(caller)
  const own = partnerPermissions.filter((permission) => all.has(permission))
  const customer = /^\/customers\/([^/]+)/.exec(path)?.[1]
  if (customer === undefined || customer === 'relationshiprequests')
    return { ...selfOf(caller), tenantId: partner.id, permissions: own }
  const customerId = parseUuid(decoded(customer)) as TenantId | undefined
  const consent = customerId && (await consents.inForce(customerId, partner.id))
  if (customerId === undefined || consent === undefined) throw noRelationship()
  const permitted = permittedBy(consent.scopes)
  return {
    ...selfOf(caller),
    tenantId: customerId,
    permissions: own.filter((permission) => permitted.includes(permission)),
    consentId: consent.id,
  }
}

function selfOf(caller: ApplicationCaller | UserCaller) {
  const { tenantId: partnerTenantId, applicationId } = caller
  const user =
    caller.kind === 'user'
      ? { user: { id: caller.userId, userPrincipalName: caller.userPrincipalName } }
      : {}
  return { kind: 'partner', partnerTenantId, applicationId, ...user } as const
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
