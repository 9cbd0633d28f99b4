/** What a tenant allows its people at sign-in, besides passwords. */
import type { SignInPolicy } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { type Route, routesWith } from '../../surfaces/http/route.ts'
import { requireFreshFactor } from '../core/factors/fresh-factor.ts'
import type { SignInPolicies } from '../core/sign-in-policy.ts'

export type SignInPolicyDeps = {
  readonly signInPolicies: SignInPolicies
  readonly now: () => Date
}

const signInPolicyShape = z.strictObject({
  deviceCode: z.boolean(),
}) satisfies z.ZodType<SignInPolicy>

const route = routesWith<SignInPolicyDeps>()

export const signInPolicyRoutes: readonly Route<SignInPolicyDeps>[] = [
  route({
    method: 'GET',
    path: '/sign-in-policy',
    permission: 'factors.read',
    summary: 'Which ways of signing in the tenant allows.',
    answer: signInPolicyShape,
    handle: async ({ ports, caller }) => await ports.signInPolicies.find(caller.tenantId),
  }),
  route({
    method: 'PUT',
    path: '/sign-in-policy',
    permission: 'policies.write',
    audit: { category: 'Tenant', resource: 'SignInPolicy' },
    summary: 'Allow or forbid sign-in by device code.',
    body: signInPolicyShape,
    answer: signInPolicyShape,
    handle: async ({ ports, caller, body }) => {
      requireFreshFactor(caller, ports.now())
      await ports.signInPolicies.set(caller.tenantId, body)
      return body
    },
  }),
]
