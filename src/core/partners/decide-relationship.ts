/** The customer's decision about a partner's request: granted, as it asks or less, or declined. */
import { type Caller, nameOfCaller } from '../access/caller.ts'
import { noteAudit } from '../acting.ts'
import type { Clock } from '../clock.ts'
import { DomainError } from '../errors.ts'
import type { ConsentId, RelationshipRequestId, TenantId } from '../ids.ts'
import { newUuid } from '../uuid.ts'
import { type Announce, announcementsOf } from './announce.ts'
import { type ConsentScope, type Consents, maxConsentDays } from './consent.ts'
import { activePartner, type Partners } from './partner.ts'
import {
  type RelationshipRequest,
  type RelationshipRequests,
  requestDecided,
  requestNotFound,
} from './relationship.ts'

export type DecideDeps = {
  readonly partners: Partners
  readonly requests: RelationshipRequests
  readonly consents: Consents
  readonly announce: Announce
  readonly now: Clock['now']
}

const day = 24 * 3_600_000
/** Seconds that a sign-in may be old. */
const freshFor = 600

/** As the tenant sees it: one that names another tenant is not there. */
export async function requestFor(
  { requests }: Pick<DecideDeps, 'requests'>,
  customerId: TenantId,
  id: RelationshipRequestId,
): Promise<RelationshipRequest> {
  const request = await requests.find(id)
  const isForeign =
    request?.partnerId === customerId ||
    (request?.customerId !== null && request?.customerId !== customerId)
  if (request === undefined || isForeign) throw requestNotFound(id)
  return request
}

export type Acceptance = {
  readonly id: RelationshipRequestId
  readonly scopes?: readonly ConsentScope[] | undefined
  readonly delegatedAdmin: boolean
  readonly validForDays: number
  readonly maxDevices: number | null
  readonly maxRemovalsPerDay: number | null
}

/** A person decides for their tenant, soon after a sign-in. */
export async function acceptRequest(
  deps: DecideDeps,
  caller: Caller,
  { id, scopes, delegatedAdmin, validForDays, ...limits }: Acceptance,
): Promise<ConsentId> {
  const { partners, requests, consents, announce, now } = deps
  requirePerson(caller, now())
  const customerId = caller.tenantId
  const request = await requestFor(deps, customerId, id)
  if (request.state !== 'pending') throw requestDecided(request.state)
  const partner = await activePartner(partners, request.partnerId)
  const granted = scopes ?? request.scopes
  const beyond = granted.find((scope) => !request.scopes.includes(scope))
  if (beyond !== undefined || (delegatedAdmin && !request.delegatedAdmin))
    throw new DomainError(
      'request-invalid',
      `The partner has not asked for ${beyond ?? 'delegated administration'}; grant what it asked for, or less.`,
    )
  const by = nameOfCaller(caller)
  const validUntil = new Date(now().getTime() + Math.min(validForDays, maxConsentDays) * day)
  const consentId = await consents.grant({
    id: newUuid() as ConsentId,
    customerId,
    partnerId: partner.id,
    scopes: granted,
    delegatedAdmin,
    grantedBy: by,
    validUntil,
    ...limits,
  })
  if (!(await requests.decide(id, { state: 'granted', by, customerId, consentId })))
    throw requestDecided('granted')
  noteAudit({
    type: 'Consent',
    id: consentId,
    name: partner.displayName,
    properties: [
      { name: 'scopes', before: null, after: granted.join(' ') },
      { name: 'validUntil', before: null, after: validUntil.toISOString() },
    ],
  })
  await announce(
    announcementsOf(
      { id: consentId, customerId, partnerId: partner.id },
      'partner.consent.granted',
    ),
  )
  return consentId
}

export async function declineRequest(
  deps: DecideDeps,
  caller: Caller,
  id: RelationshipRequestId,
): Promise<RelationshipRequest> {
  const request = await requestFor(deps, caller.tenantId, id)
  const decision = { state: 'declined', by: nameOfCaller(caller) } as const
  const customerId = caller.tenantId
  if (request.state !== 'pending' || !(await deps.requests.decide(id, { ...decision, customerId })))
    throw requestDecided(request.state)
  noteAudit({ type: 'RelationshipRequest', id })
  await deps.announce(
    [customerId, request.partnerId].map((tenantId) => ({
      tenantId,
      type: 'partner.consent.declined',
      subject: id,
    })),
  )
  return { ...request, state: 'declined' }
}

function requirePerson(caller: Caller, now: Date): void {
  if (caller.kind !== 'user')
    throw new DomainError('not-permitted', 'A person has to decide this, not a program.')
  if ((now.getTime() - caller.authTime.getTime()) / 1000 > freshFor)
    throw new DomainError(
      'not-permitted',
      `This needs a sign-in within the last ${freshFor} seconds. Sign in again (max_age=${freshFor}).`,
    )
}
