/** A partner's general link: it names no customer, and each that opens it may consent to what it usually asks for. */
import type { Caller } from '../access/caller.ts'
import type { ConsentId, RelationshipRequestId, TenantId } from '../ids.ts'
import { newUuid } from '../uuid.ts'
import { ordinaryScopes, scopesFor } from './consent.ts'
import { type Acceptance, acceptRequest, type DecideDeps } from './decide-relationship.ts'
import { activePartner } from './partner.ts'
import { maxRequestDays, type RelationshipRequest, requestNotFound } from './relationship.ts'

const day = 24 * 3_600_000
/** Many more than a partner's open requests: this one is decided at once. */
const anyNumber = 1_000_000

/** What the link asks of this customer. Nothing of it is stored before it is granted. */
export async function askedByLink(
  { partners, now }: Pick<DecideDeps, 'partners' | 'now'>,
  customerId: TenantId,
  partnerId: TenantId,
): Promise<RelationshipRequest> {
  const partner = await partners.find(partnerId)
  if (partner === undefined || partner.status === 'suspended' || partnerId === customerId)
    throw requestNotFound(partnerId)
  return {
    id: newUuid() as RelationshipRequestId,
    partnerId,
    customerId,
    scopes: scopesFor(partner, ordinaryScopes),
    delegatedAdmin: false,
    message: null,
    state: 'pending',
    consentId: null,
    createdAt: now(),
    expiresAt: new Date(now().getTime() + maxRequestDays * day),
  }
}

export async function acceptLink(
  deps: DecideDeps,
  caller: Caller,
  { partnerId, ...terms }: Omit<Acceptance, 'id'> & { readonly partnerId: TenantId },
): Promise<ConsentId> {
  await activePartner(deps.partners, partnerId)
  const asked = await askedByLink(deps, caller.tenantId, partnerId)
  await deps.requests.add(asked, anyNumber)
  return await acceptRequest(deps, caller, { ...terms, id: asked.id })
}
