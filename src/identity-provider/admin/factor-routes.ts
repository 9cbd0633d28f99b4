/** Second factors as administrators see them: locks, lost passkeys, and what the tenant asks for. */
import { DomainError } from '../../core/errors.ts'
import { type AdminRoute, route } from '../../surfaces/admin/routes.ts'
import { type HelpDeps, removePasskey, unlockCodes } from '../core/factors/factor-help.ts'
import type { FactorPolicies } from '../core/factors/factor-policy.ts'
import { requireFreshFactor } from '../core/factors/fresh-factor.ts'
import { factorsAnswer, policyShape } from './factor-contract.ts'
import { type HardwareRouteDeps, hardwareTokenRoutes } from './hardware-token-routes.ts'
import { factorsOf } from './list-factors.ts'
import { type NoticeRouteDeps, noticeRoutes } from './notice-routes.ts'
import { type OwnFactorDeps, ownFactorRoutes } from './own-factor-routes.ts'
import { type ResetRouteDeps, resetRoutes } from './reset-routes.ts'

export type FactorRouteDeps = HardwareRouteDeps &
  OwnFactorDeps &
  NoticeRouteDeps &
  ResetRouteDeps &
  HelpDeps & { readonly factorPolicies: FactorPolicies }

export function factorRoutes(deps: FactorRouteDeps): readonly AdminRoute[] {
  return [
    ...hardwareTokenRoutes(deps),
    ...ownFactorRoutes(deps),
    ...resetRoutes(deps),
    ...noticeRoutes(deps),
    ...policyRoutes(deps),
    route({
      method: 'GET',
      path: '/users/:id/factors',
      permission: 'factors.read',
      summary: 'Which second factors a person has; never their secrets.',
      answer: factorsAnswer,
      handle: async ({ caller, parameter }) => {
        const person = await deps.people.find(caller.tenantId, parameter('id'))
        if (person === undefined) throw new DomainError('not-found', 'There is no such user.')
        return await factorsOf(deps, person)
      },
    }),
    route({
      method: 'POST',
      path: '/users/:id/unlock-codes',
      permission: 'factors.write',
      summary: 'Let another person’s one-time codes work again after ten wrong ones in a row.',
      status: 204,
      handle: async ({ caller, parameter }) => {
        await unlockCodes(deps, caller, parameter('id'))
        return undefined
      },
    }),
    route({
      method: 'DELETE',
      path: '/users/:id/passkeys/:credential',
      permission: 'factors.write',
      summary:
        'Remove another person’s lost or blocked passkey; the last strong factor goes by a reset.',
      status: 204,
      handle: async ({ caller, parameter }) => {
        const which = { personId: parameter('id'), credentialId: parameter('credential') }
        await removePasskey(deps, caller, which)
        return undefined
      },
    }),
  ]
}

function policyRoutes({ factorPolicies, now }: FactorRouteDeps): readonly AdminRoute[] {
  return [
    route({
      method: 'GET',
      path: '/factor-policy',
      permission: 'factors.read',
      summary: 'What the tenant asks of its people besides passwords.',
      answer: policyShape,
      handle: async ({ caller }) => await factorPolicies.find(caller.tenantId),
    }),
    route({
      method: 'PUT',
      path: '/factor-policy',
      permission: 'policies.write',
      summary: 'Ask for a second factor, for codes of the very moment, or for passkeys by role.',
      body: policyShape,
      answer: policyShape,
      handle: async ({ caller, body }) => {
        requireFreshFactor(caller, now())
        await factorPolicies.set(caller.tenantId, body)
        return body
      },
    }),
  ]
}
