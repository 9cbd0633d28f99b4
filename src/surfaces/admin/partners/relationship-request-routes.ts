/** Requests of partners as the customer sees them: who asks for what, granted or declined, also by a general link. */
import { z } from 'zod'
import { ids } from '../../../core/id-kinds.ts'
import {
  acceptRequest,
  declineRequest,
  requestFor,
} from '../../../core/partners/decide-relationship.ts'
import { acceptLink, askedByLink } from '../../../core/partners/general-link.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { cut, idPageQuery, oneMore, pageOf } from '../contract.ts'
import { type ConsentRouteDeps, forCustomer } from './consent-ports.ts'
import { acceptedAnswer, acceptRequestBody, customerRequestAnswer } from './partner-contract.ts'

const route = routesWith<ConsentRouteDeps>()
const requestPageQuery = idPageQuery(ids.relationshipRequest)
const tenant = { category: 'Tenant', resource: 'Consent' } as const

export const relationshipRequestRoutes: readonly Route<ConsentRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/relationship-requests',
    permission: 'partners.read',
    summary: 'Requests of partners that wait for a decision.',
    query: requestPageQuery,
    answer: pageOf(customerRequestAnswer),
    handle: async ({ ports, caller, query }) => {
      const open = await ports.requests.openFor(caller.tenantId, oneMore(query))
      const { rows, next } = cut(open, query)
      const value = await Promise.all(rows.map((each) => forCustomer(ports, caller, each)))
      return { value, next: next ?? null }
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
    summary: 'Decline; the link no longer works.',
    body: z.strictObject({}),
    answer: customerRequestAnswer,
    handle: async ({ ports, caller, parameter }) => {
      const id = parameter('id', ids.relationshipRequest)
      return await forCustomer(ports, caller, await declineRequest(ports, caller, id))
    },
  }),
]
