/** A consent that the customer has given: read, narrowed, revoked. */
import { ids } from '../../../core/id-kinds.ts'
import { findConsent, narrowConsent, revokeConsent } from '../../../core/partners/change-consent.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import { versioned } from '../../http/versions.ts'
import type { ConsentRouteDeps } from './consent-ports.ts'
import { consentAnswer, narrowRequest, revokedAnswer, revokeRequest } from './partner-contract.ts'
import { presentConsent } from './present-partner.ts'

const route = routesWith<ConsentRouteDeps>()
export const tenant = { category: 'Tenant', resource: 'Consent' } as const

function named({ ports, caller, parameter }: Input<ConsentRouteDeps>) {
  return findConsent(ports.consents, caller.tenantId, parameter('id', ids.consent))
}

function versionOf({ version }: Awaited<ReturnType<typeof named>>): string {
  return `"${version}"`
}

export const consentRoutes: readonly Route<ConsentRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/consents/:id',
    permission: 'partners.read',
    summary: 'One consent.',
    answer: consentAnswer,
    // Its use changes by itself; only its terms are edited.
    version: async (input) => versionOf(await named(input)),
    handle: async (input) => {
      const consent = await named(input)
      return versioned(await presentConsent(input.ports.partners, consent), versionOf(consent))
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
