/** A consent that the customer has given: read, narrowed, revoked. */
import { ids } from '../../../core/ids.ts'
import { findConsent, narrowConsent, revokeConsent } from '../../../core/partners/change-consent.ts'
import { type Route, routesWith } from '../../http/route.ts'
import type { ConsentRouteDeps } from './consent-ports.ts'
import { consentAnswer, narrowRequest, revokedAnswer, revokeRequest } from './partner-contract.ts'
import { presentConsent } from './present-partner.ts'

const route = routesWith<ConsentRouteDeps>()

export const tenant = { category: 'Tenant', resource: 'Consent' } as const

export const consentRoutes: readonly Route<ConsentRouteDeps>[] = [
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
