/** The partner's side: asking for relationships, and which customers said yes. */
import { nameOfCaller } from '../../../core/access/caller.ts'
import { ids } from '../../../core/id-kinds.ts'
import {
  type AskDeps,
  askRelationship,
  withdrawRequest,
} from '../../../core/partners/ask-relationship.ts'
import type { Consents } from '../../../core/partners/consent.ts'
import { consentLink, type RelationshipRequest } from '../../../core/partners/relationship.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { cut, idPageQuery, listOf, oneMore, pageOf } from '../contract.ts'
import { askRequest, customerAnswer, partnerRequestAnswer } from './partner-contract.ts'
import { presentRequest } from './present-partner.ts'

export type OwnRelationshipDeps = AskDeps & {
  readonly consents: Pick<Consents, 'ofPartner'>
  /** Where the page is on which a customer consents. */
  readonly publicUrl: string
}

const route = routesWith<OwnRelationshipDeps>()
const requestPageQuery = idPageQuery(ids.relationshipRequest)
const audit = { category: 'Tenant', resource: 'RelationshipRequest' } as const

export const ownRelationshipRoutes: readonly Route<OwnRelationshipDeps>[] = [
  route({
    method: 'GET',
    path: '/partner/relationship-requests',
    permission: 'relationships.write',
    summary: 'Your requests, as a partner, newest first.',
    query: requestPageQuery,
    answer: pageOf(partnerRequestAnswer),
    handle: async ({ ports, caller, query }) => {
      const own = await ports.requests.ofPartner(caller.tenantId, oneMore(query))
      const { rows, next } = cut(own, query)
      const value = await Promise.all(rows.map((each) => forPartner(ports, each)))
      return { value, next: next ?? null }
    },
  }),
  route({
    method: 'POST',
    path: '/partner/relationship-requests',
    permission: 'relationships.write',
    audit,
    summary: 'Ask a customer for a relationship; the answer has the link to send.',
    body: askRequest,
    status: 201,
    answer: partnerRequestAnswer,
    handle: async ({ ports, caller, body: { customerDomain, ...body } }) =>
      await forPartner(
        ports,
        await askRelationship(ports, caller.tenantId, { ...body, customer: customerDomain }),
      ),
  }),
  route({
    method: 'POST',
    path: '/partner/relationship-requests/:id/withdraw',
    permission: 'relationships.write',
    audit: { ...audit, action: 'withdraw' },
    summary: 'Withdraw a request; its link no longer works.',
    answer: partnerRequestAnswer,
    handle: async ({ ports, caller, parameter }) => {
      const named = { id: parameter('id', ids.relationshipRequest), by: nameOfCaller(caller) }
      return await forPartner(ports, await withdrawRequest(ports, caller.tenantId, named))
    },
  }),
  route({
    method: 'GET',
    path: '/partner/customers',
    permission: 'partner-customers.read',
    summary: 'Customers whose consent is in force.',
    answer: listOf(customerAnswer),
    handle: async ({ ports, caller }) => {
      const consents = await ports.consents.ofPartner(caller.tenantId)
      const customers = await Promise.all(
        consents.map(async ({ customerId, scopes, validUntil }) => {
          const tenant = await ports.tenants.find(customerId)
          return {
            id: customerId,
            displayName: tenant?.displayName ?? customerId,
            domain: tenant?.domains[0] ?? '',
            scopes,
            validUntil: validUntil.toISOString(),
          }
        }),
      )
      return {
        value: customers.toSorted((a, b) => a.displayName.localeCompare(b.displayName, 'en')),
      }
    },
  }),
]

async function forPartner(
  { partners, publicUrl }: OwnRelationshipDeps,
  request: RelationshipRequest,
) {
  const shown = await presentRequest(partners, request)
  const partner = (await partners.find(request.partnerId)) ?? {
    id: request.partnerId,
    kind: 'cspDirect' as const,
  }
  return { ...shown, url: consentLink(new URL(publicUrl).origin, partner, request) }
}
