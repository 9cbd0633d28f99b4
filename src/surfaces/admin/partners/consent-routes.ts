/** The customer's side of partners: who asks, who may do what, what each did, and its end. */
import { z } from 'zod'
import type { Caller } from '../../../core/access/caller.ts'
import type { Access } from '../../../core/access/decide.ts'
import { DomainError } from '../../../core/errors.ts'
import { ids, type TenantId } from '../../../core/ids.ts'
import type { Batches } from '../../../core/partners/batch.ts'
import {
  acceptRequest,
  type DecideDeps,
  declineRequest,
  findConsent,
  narrowConsent,
  requestFor,
  revokeConsent,
} from '../../../core/partners/decide-relationship.ts'
import { acceptLink, askedByLink } from '../../../core/partners/general-link.ts'
import type { RelationshipRequest } from '../../../core/partners/relationship.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { listOf } from '../contract.ts'
import {
  acceptedAnswer,
  acceptRequestBody,
  consentAnswer,
  customerRequestAnswer,
  narrowRequest,
  revokedAnswer,
  revokeRequest,
  submissionAnswer,
  submissionDetailAnswer,
} from './partner-contract.ts'
import {
  presentConsent,
  presentRequest,
  presentSubmission,
  presentSubmissionDetail,
} from './present-partner.ts'

export type ConsentRouteDeps = DecideDeps & {
  readonly access: Pick<Access, 'hasWhole'>
  readonly batches: Batches
  /** Names of people who may grant a consent: a few of them. */
  readonly deciders: (tenantId: TenantId) => Promise<readonly string[]>
}

const route = routesWith<ConsentRouteDeps>()
const tenant = { category: 'Tenant', resource: 'Consent' } as const

export const consentRoutes: readonly Route<ConsentRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/partners',
    permission: 'partners.read',
    summary: 'What partners may do and have done: consents in force first, then those that ended.',
    answer: listOf(consentAnswer),
    handle: async ({ ports, caller }) => {
      const consents = await ports.consents.ofCustomer(caller.tenantId)
      return {
        value: await Promise.all(consents.map((each) => presentConsent(ports.partners, each))),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/partners/:partner/submissions',
    permission: 'partners.read',
    summary: 'What a partner sent, newest first.',
    answer: listOf(submissionAnswer),
    handle: async ({ ports, caller, parameter }) => {
      const partnerId = parameter('partner', ids.tenant)
      const place = { customerId: caller.tenantId, partnerId }
      const consents = await ports.consents.ofCustomer(caller.tenantId)
      if (!consents.some((each) => each.partnerId === partnerId))
        throw new DomainError('not-found', `There is no partner '${partnerId}' of this tenant.`)
      return { value: (await ports.batches.submissions(place, 200)).map(presentSubmission) }
    },
  }),
  route({
    method: 'GET',
    path: '/partners/:partner/submissions/:submission',
    permission: 'partners.read',
    summary: 'The rows of one submission and what became of them.',
    answer: submissionDetailAnswer,
    handle: async ({ ports, caller, parameter }) => {
      const id = parameter('submission', ids.job)
      const partnerId = parameter('partner', ids.tenant)
      const job = await ports.batches.job({ customerId: caller.tenantId, partnerId }, id)
      if (job === undefined) throw new DomainError('not-found', `There is no submission '${id}'.`)
      return presentSubmissionDetail(job)
    },
  }),
  route({
    method: 'GET',
    path: '/relationship-requests',
    permission: 'partners.read',
    summary: 'Requests of partners that wait for a decision.',
    answer: listOf(customerRequestAnswer),
    handle: async ({ ports, caller }) => {
      const open = await ports.requests.openFor(caller.tenantId)
      return { value: await Promise.all(open.map((each) => forCustomer(ports, caller, each))) }
    },
  }),
  route({
    method: 'GET',
    path: '/relationship-requests/:id',
    permission: 'partners.read',
    summary: 'Who asks for what, and who can decide it.',
    answer: customerRequestAnswer,
    handle: async ({ ports, caller, parameter }) => {
      const id = parameter('id', ids.relationshipRequest)
      return await forCustomer(ports, caller, await requestFor(ports, caller.tenantId, id))
    },
  }),
  route({
    method: 'GET',
    path: '/partner-links/:partner',
    permission: 'partners.read',
    summary: 'What the general link of a partner asks for, and who can decide it.',
    answer: customerRequestAnswer,
    handle: async ({ ports, caller, parameter }) => {
      const partnerId = parameter('partner', ids.tenant)
      return await forCustomer(ports, caller, await askedByLink(ports, caller.tenantId, partnerId))
    },
  }),
  route({
    method: 'POST',
    path: '/partner-links/:partner/accept',
    permission: 'consents.grant',
    audit: { ...tenant, action: 'grant' },
    summary: 'Grant what the general link of a partner asks for, or less of it, until a date.',
    body: acceptRequestBody,
    answer: acceptedAnswer,
    handle: async ({ ports, caller, parameter, body: { confirm: _, ...body } }) => {
      const partnerId = parameter('partner', ids.tenant)
      return {
        state: 'granted',
        consentId: await acceptLink(ports, caller, { ...body, partnerId }),
      }
    },
  }),
  route({
    method: 'POST',
    path: '/relationship-requests/:id/accept',
    permission: 'consents.grant',
    audit: { ...tenant, action: 'grant' },
    summary: 'Grant what a partner asks for, or less of it, until a date.',
    body: acceptRequestBody,
    answer: acceptedAnswer,
    handle: async ({ ports, caller, parameter, body: { confirm: _, ...body } }) => {
      const id = parameter('id', ids.relationshipRequest)
      return { state: 'granted', consentId: await acceptRequest(ports, caller, { ...body, id }) }
    },
  }),
  route({
    method: 'POST',
    path: '/relationship-requests/:id/decline',
    permission: 'consents.grant',
    audit: { ...tenant, action: 'decline' },
    summary: 'Decline; the link decides nothing any more.',
    body: z.strictObject({}),
    answer: customerRequestAnswer,
    handle: async ({ ports, caller, parameter }) => {
      const id = parameter('id', ids.relationshipRequest)
      return await forCustomer(ports, caller, await declineRequest(ports, caller, id))
    },
  }),
  route({
    method: 'GET',
    path: '/consents/:id',
    permission: 'partners.read',
    summary: 'One consent.',
    answer: consentAnswer,
    // Its use changes by itself; only its terms are edited.
    version: async ({ ports, caller, parameter }) => {
      const id = parameter('id', ids.consent)
      return `"${(await findConsent(ports.consents, caller.tenantId, id)).version}"`
    },
    handle: async ({ ports, caller, parameter }) => {
      const id = parameter('id', ids.consent)
      const consent = await findConsent(ports.consents, caller.tenantId, id)
      return await presentConsent(ports.partners, consent)
    },
  }),
  route({
    method: 'PATCH',
    path: '/consents/:id',
    permission: 'consents.revoke',
    audit: tenant,
    summary: 'Narrow a consent: fewer scopes, an earlier end, lower limits. Never more.',
    body: narrowRequest,
    answer: consentAnswer,
    handle: async ({ ports, caller, parameter, body }) => {
      const named = { customerId: caller.tenantId, id: parameter('id', ids.consent) }
      return await presentConsent(ports.partners, await narrowConsent(ports, named, body))
    },
  }),
  route({
    method: 'POST',
    path: '/consents/:id/revoke',
    permission: 'consents.revoke',
    audit: { ...tenant, action: 'revoke' },
    summary: 'Revoke a consent at once: rows that wait are refused, nothing more is registered.',
    body: revokeRequest,
    answer: revokedAnswer,
    handle: async ({ ports, caller, parameter, body }) => {
      const named = { caller, id: parameter('id', ids.consent) }
      const { endedAt, rowsStopped } = await revokeConsent(ports, named, body.reason)
      return { state: 'revoked', revokedAt: endedAt.toISOString(), rowsStopped }
    },
  }),
]

async function forCustomer(
  { partners, access, deciders }: ConsentRouteDeps,
  caller: Caller,
  request: RelationshipRequest,
) {
  return {
    ...(await presentRequest(partners, request)),
    mayDecide: caller.kind === 'user' && (await access.hasWhole(caller, 'consents.grant')),
    deciders: await deciders(caller.tenantId),
  }
}
