/** The partner's side of a relationship: asking, withdrawing, ending. */
import { noteAudit } from '../acting.ts'
import type { Clock } from '../clock.ts'
import { DomainError } from '../errors.ts'
import type { RelationshipRequestId, TenantId } from '../ids.ts'
import type { Tenants } from '../tenants/tenant.ts'
import { newUuid } from '../uuid.ts'
import type { Announce } from './announce.ts'
import { type ConsentScope, type Consents, noRelationship, scopesFor } from './consent.ts'
import { activePartner, type Partners } from './partner.ts'
import {
  maxOpenRequests,
  maxRequestDays,
  type RelationshipRequest,
  type RelationshipRequests,
  requestDecided,
  requestNotFound,
} from './relationship.ts'

export type AskDeps = {
  readonly partners: Partners
  readonly requests: RelationshipRequests
  readonly tenants: Pick<Tenants, 'find'>
  readonly announce: Announce
  readonly now: Clock['now']
}

export type Asking = {
  readonly customer?: string | undefined
  readonly scopes: readonly ConsentScope[]
  readonly delegatedAdmin: boolean
  readonly message: string | null
  readonly expiresInDays: number
}

const day = 24 * 3_600_000

export async function askRelationship(
  { partners, requests, tenants, announce, now }: AskDeps,
  partnerId: TenantId,
  { customer, scopes, delegatedAdmin, message, expiresInDays }: Asking,
): Promise<RelationshipRequest> {
  const partner = await activePartner(partners, partnerId)
  const named = customer === undefined ? null : await tenants.find(customer)
  if (named === undefined)
    throw new DomainError('request-invalid', `No tenant of this installation is '${customer}'.`)
  if (named?.id === partnerId)
    throw new DomainError('request-invalid', 'A partner needs no consent of its own.')
  const days = Math.min(expiresInDays, maxRequestDays)
  const id = newUuid() as RelationshipRequestId
  const asked = {
    id,
    partnerId,
    customerId: named?.id ?? null,
    scopes: scopesFor(partner, scopes),
    delegatedAdmin,
    message,
    expiresAt: new Date(now().getTime() + days * day),
  }
  if (!(await requests.add(asked, maxOpenRequests)))
    throw new DomainError(
      'conflict',
      `${maxOpenRequests} requests of this partner are open. Withdraw some, or wait until customers decide.`,
    )
  noteAudit({ type: 'RelationshipRequest', id, ...(named && { name: named.displayName }) })
  if (named)
    await announce([{ tenantId: named.id, type: 'partner.relationship.requested', subject: id }])
  const made = await requests.find(id)
  if (made === undefined) throw new Error('the request that was just stored is gone')
  return made
}

export async function withdrawRequest(
  { requests }: Pick<AskDeps, 'requests'>,
  partnerId: TenantId,
  { id, by }: { readonly id: RelationshipRequestId; readonly by: string },
): Promise<RelationshipRequest> {
  const request = await requests.find(id)
  if (request?.partnerId !== partnerId) throw requestNotFound(id)
  if (request.state !== 'pending' || !(await requests.decide(id, { state: 'withdrawn', by })))
    throw requestDecided(request.state)
  return { ...request, state: 'withdrawn' }
}

/** What is registered stays registered. */
export async function endRelationship(
  { consents, announce }: { readonly consents: Consents; readonly announce: Announce },
  { customerId, partnerId }: { readonly customerId: TenantId; readonly partnerId: TenantId },
  by: string,
): Promise<void> {
  const consent = await consents.inForce(customerId, partnerId)
  // An indirect provider's rights end with its reseller's consent, which is not the provider's to end.
  if (consent?.partnerId !== partnerId) throw noRelationship()
  const end = { state: 'ended', by, reason: 'Ended by the partner.' } as const
  if ((await consents.end(customerId, consent.id, end)) === undefined) throw noRelationship()
  noteAudit({ type: 'Consent', id: consent.id })
  await announce(
    [customerId, partnerId].map((tenantId) => ({
      tenantId,
      type: 'partner.consent.ended',
      subject: consent.id,
    })),
  )
}
