/** What a tenant allows its people at sign-in, besides passwords. */
import { z } from 'zod'
import { type AdminRoute, route } from '../../surfaces/admin/routes.ts'
import { requireFreshFactor } from '../core/factors/fresh-factor.ts'
import type { SignInPolicies } from '../core/sign-in-policy.ts'

export type SignInPolicyDeps = {
  readonly signInPolicies: SignInPolicies
  readonly now: () => Date
}

const signInPolicyShape = z.strictObject({ deviceCode: z.boolean() })

export function signInPolicyRoutes({
  signInPolicies,
  now,
}: SignInPolicyDeps): readonly AdminRoute[] {
  return [
    route({
      method: 'GET',
      path: '/sign-in-policy',
      permission: 'factors.read',
      summary: 'Which ways of signing in the tenant allows.',
      answer: signInPolicyShape,
      handle: async ({ caller }) => await signInPolicies.find(caller.tenantId),
    }),
    route({
      method: 'PUT',
      path: '/sign-in-policy',
      permission: 'policies.write',
      summary: 'Allow or forbid sign-in by device code.',
      body: signInPolicyShape,
      answer: signInPolicyShape,
      handle: async ({ caller, body }) => {
        requireFreshFactor(caller, now())
        await signInPolicies.set(caller.tenantId, body)
        return body
      },
    }),
  ]
}
