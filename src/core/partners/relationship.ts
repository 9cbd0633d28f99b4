/** A partner's request for consent, until a customer decides it. */
import { DomainError } from '../errors.ts'
import type { ConsentId, RelationshipRequestId, TenantId } from '../ids.ts'
import type { IdPage } from '../query.ts'
import type { ConsentScope } from './consent.ts'
import type { Partner } from './partner.ts'

export const maxRequestDays = 30
export const maxOpenRequests = 50

export type RelationshipState = 'pending' | 'granted' | 'declined' | 'withdrawn' | 'expired'

export type RelationshipRequest = {
  readonly id: RelationshipRequestId
  readonly partnerId: TenantId
  /** Null: any customer may open the link. */
  readonly customerId: TenantId | null
  readonly scopes: readonly ConsentScope[]
  readonly delegatedAdmin: boolean
  readonly message: string | null
  readonly state: RelationshipState
  readonly consentId: ConsentId | null
  readonly createdAt: Date
  readonly expiresAt: Date
}

export type NewRelationshipRequest = Omit<RelationshipRequest, 'state' | 'consentId' | 'createdAt'>

export type Decision = {
  readonly state: 'granted' | 'declined' | 'withdrawn'
  readonly by: string
  /** The tenant that decided; absent = it stays as it was. */
  readonly customerId?: TenantId
  readonly consentId?: ConsentId
}

type RequestPage = IdPage<RelationshipRequestId>

export type RelationshipRequests = {
  /** False: the partner has too many open ones. */
  add(request: NewRelationshipRequest, maxOpen: number): Promise<boolean>
  find(id: RelationshipRequestId): Promise<RelationshipRequest | undefined>
  /** Newest first. */
  ofPartner(partnerId: TenantId, page: RequestPage): Promise<readonly RelationshipRequest[]>
  /** Pending ones that name the customer, newest first. */
  openFor(customerId: TenantId, page: RequestPage): Promise<readonly RelationshipRequest[]>
  /** False: it was no longer pending. */
  decide(id: RelationshipRequestId, decision: Decision): Promise<boolean>
}

export function requestNotFound(id: string): DomainError {
  return new DomainError('not-found', `There is no relationship request '${id}'.`)
}

export function requestDecided(state: RelationshipState): DomainError {
  return new DomainError(
    'relationship-request-decided',
    `This request is ${state} and can no longer be decided. Ask the partner for a new link.`,
  )
}

/**
 * The address that a customer opens, with the members that Microsoft's has. [documented: Partner Center, request a
 * reseller relationship] `requestId` is ours; without it the link is the partner's general one.
 */
export function consentLink(
  origin: string,
  partner: Pick<Partner, 'id' | 'kind'>,
  request?: Pick<RelationshipRequest, 'id' | 'delegatedAdmin'>,
): string {
  const type = partner.kind === 'oem' ? 'OemRelationship' : 'ResellerRelationship'
  const own = request === undefined ? '' : `&requestId=${request.id}`
  const delegated = request?.delegatedAdmin === true
  return `${origin}/Adminportal/Home?invType=${type}&partnerId=${partner.id}&msppId=0&DAP=${delegated}${own}#/BillingAccounts/partner-invitation`
}
