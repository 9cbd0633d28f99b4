/** Locked or free: what the caller's tenants know about serial numbers, and what devices have proved themselves. */
import type { OwnershipRequest, OwnVerdicts, ProvenVerdict } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import {
  customerPlacesOf,
  maxAskedSerials,
  type OwnAnswer,
  type OwnPlacesDeps,
  ownPlacesOf,
  ownVerdictOf,
} from '../../../core/ownership/own-places.ts'
import type { OwnershipChecks } from '../../../core/ownership/prove-ownership.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { pageOf, pageQuery, presentPage, wantedPage } from '../contract.ts'
import { type TokenRouteDeps, tokenRoute } from '../identity/token-route.ts'

export type OwnershipRouteDeps = OwnPlacesDeps &
  TokenRouteDeps & { readonly ownershipChecks: OwnershipChecks }

const route = routesWith<OwnershipRouteDeps>()

const verdictsRequest = z.strictObject({
  /** Exactly as stored. */
  serialNumbers: z.array(z.string().min(1).max(256)).min(1).max(maxAskedSerials),
}) satisfies z.ZodType<unknown, OwnershipRequest>

const place = z.object({
  tenantId: z.string(),
  tenantName: z.string(),
  state: z.enum(['registered', 'reserved', 'released', 'transferred']),
  id: z.string(),
  groupTag: z.string().nullable(),
  sinceDateTime: z.string(),
  untilDateTime: z.string().nullable(),
})

const verdictsAnswer = z.object({
  value: z.array(
    z.object({
      serialNumber: z.string(),
      verdict: z.enum(['locked', 'released', 'unknown']),
      places: z.array(place),
    }),
  ),
  tenants: z.array(
    z.object({
      tenantId: z.string(),
      displayName: z.string(),
      seen: z.enum(['all', 'group-tags', 'own-batches']),
    }),
  ),
}) satisfies z.ZodType<OwnVerdicts>

const provenAnswer = z.object({
  verdict: z.enum(['free', 'own', 'locked']),
  checkedDateTime: z.string(),
  keyDigest: z.string(),
  serialNumber: z.string().nullable(),
  manufacturer: z.string().nullable(),
  model: z.string().nullable(),
  registrationId: z.string().nullable(),
}) satisfies z.ZodType<ProvenVerdict>

export const ownershipRoutes: readonly Route<OwnershipRouteDeps>[] = [
  route({
    method: 'POST',
    path: '/ownership-checks',
    permission: 'devices.read',
    summary:
      'Where devices are and were, in the tenants that the caller administers: its own and, for a partner, what it added at customers. Unknown here is not free.',
    body: verdictsRequest,
    answer: verdictsAnswer,
    handle: async ({ ports, caller, body: { serialNumbers } }) =>
      presented(await ownPlacesOf(ports, caller, serialNumbers), serialNumbers),
  }),
  route({
    method: 'POST',
    path: '/partner/ownership-checks',
    permission: 'partner-devices.read',
    summary: 'Where devices are that you added at customers, as far as these still allow it.',
    body: verdictsRequest,
    answer: verdictsAnswer,
    handle: async ({ ports, caller, body: { serialNumbers } }) =>
      presented(await customerPlacesOf(ports, caller, serialNumbers), serialNumbers),
  }),
  tokenRoute({
    path: '/ownership-checks/tokens',
    purpose: 'look',
    summary:
      'A token, good for a day and for any number of devices, with which a device that proves its TPM learns whether it is free.',
  }),
  route({
    method: 'GET',
    path: '/ownership-checks',
    permission: 'identity.read',
    summary: 'What devices have proved of themselves with such a token, newest first.',
    query: pageQuery,
    answer: pageOf(provenAnswer),
    handle: async ({ ports, caller, query }) =>
      presentPage(
        await ports.ownershipChecks.list(caller.tenantId, wantedPage(query)),
        (check): ProvenVerdict => ({
          verdict: check.verdict,
          checkedDateTime: check.checkedAt.toISOString(),
          keyDigest: check.keyDigest,
          serialNumber: check.serialNumber,
          manufacturer: check.manufacturer,
          model: check.model,
          registrationId: check.deviceId,
        }),
      ),
  }),
]

function presented(
  { tenants, places }: OwnAnswer,
  serialNumbers: readonly string[],
): z.input<typeof verdictsAnswer> {
  const names = new Map(tenants.map(({ tenantId, displayName }) => [tenantId, displayName]))
  return {
    value: [...new Set(serialNumbers)].map((serialNumber) => {
      const found = places.get(serialNumber) ?? []
      return {
        serialNumber,
        verdict: ownVerdictOf(found),
        places: found.map(({ tenantId, state, id, groupTag, since, until }) => ({
          tenantId,
          state,
          id,
          groupTag,
          tenantName: names.get(tenantId) ?? '',
          sinceDateTime: since.toISOString(),
          untilDateTime: until?.toISOString() ?? null,
        })),
      }
    }),
    tenants: [...tenants],
  }
}
