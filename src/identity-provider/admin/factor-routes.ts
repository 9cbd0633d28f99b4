/** Second factors for administrators: locks, lost passkeys, and the tenant's requirements. */
import { DomainError } from '../../core/errors.ts'
import { ids } from '../../core/id-kinds.ts'
import { type Route, routesWith } from '../../surfaces/http/route.ts'
import {
  type HelpDeps,
  removePasskey,
  unlockCodes,
  unlockSignIn,
} from '../core/factors/factor-help.ts'
import type { FactorPolicies } from '../core/factors/factor-policy.ts'
import { requireFreshFactor } from '../core/factors/fresh-factor.ts'
import { factorsAnswer, policyShape } from './factor-contract.ts'
import { type HardwareRouteDeps, hardwareTokenRoutes } from './hardware-token-routes.ts'
import { factorsOf } from './list-factors.ts'
import { type NoticeRouteDeps, noticeRoutes } from './notice-routes.ts'
import type { OwnFactorDeps } from './own-factor-ports.ts'
import { ownFactorRoutes } from './own-factor-routes.ts'
import { type ResetRouteDeps, resetRoutes } from './reset-routes.ts'

export type FactorRouteDeps = HardwareRouteDeps &
  OwnFactorDeps &
  NoticeRouteDeps &
  ResetRouteDeps &
  HelpDeps & { readonly factorPolicies: FactorPolicies }

const route = routesWith<FactorRouteDeps>()
const policyAudit = { category: 'Tenant', resource: 'FactorPolicy' } as const

const policyRoutes: readonly Route<FactorRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/factor-policy',
    permission: 'factors.read',
    summary: 'What the tenant asks of its people besides passwords.',
    answer: policyShape,
    handle: async ({ ports, caller }) => await ports.factorPolicies.find(caller.tenantId),
  }),
  route({
    method: 'PUT',
    path: '/factor-policy',
    permission: 'policies.write',
    audit: policyAudit,
    summary: 'Require a second factor, codes of the current moment only, or passkeys by role.',
    body: policyShape,
    answer: policyShape,
    handle: async ({ ports, caller, body }) => {
      requireFreshFactor(caller, ports.now())
      await ports.factorPolicies.set(caller.tenantId, body)
      return body
    },
  }),
]

export const factorRoutes: readonly Route<FactorRouteDeps>[] = [
  ...hardwareTokenRoutes,
  ...ownFactorRoutes,
  ...resetRoutes,
  ...noticeRoutes,
  ...policyRoutes,
  route({
    method: 'GET',
    path: '/users/:id/factors',
    permission: 'factors.read',
    summary: 'Which second factors a person has; never their secrets.',
    answer: factorsAnswer,
    handle: async ({ ports, caller, parameter }) => {
      const person = await ports.people.find(caller.tenantId, parameter('id', ids.user))
      if (person === undefined) throw new DomainError('not-found', 'There is no such user.')
      return await factorsOf(ports, person)
    },
  }),
  route({
    method: 'POST',
    path: '/users/:id/unlock-codes',
    permission: 'factors.write',
    audit: { category: 'User', resource: 'User', action: 'unlock-codes' },
    summary: 'Let another person’s one-time codes work again after ten wrong ones in a row.',
    status: 204,
    handle: ({ ports, caller, parameter }) => unlockCodes(ports, caller, parameter('id', ids.user)),
  }),
  route({
    method: 'POST',
    path: '/users/:id/unlock-sign-in',
    permission: 'factors.write',
    audit: { category: 'User', resource: 'User', action: 'unlock-sign-in' },
    summary: 'Let another person sign in by password again after too many wrong ones.',
    status: 204,
    handle: ({ ports, caller, parameter }) =>
      unlockSignIn(ports, caller, parameter('id', ids.user)),
  }),
  route({
    method: 'DELETE',
    path: '/users/:id/passkeys/:credential',
    permission: 'factors.write',
    audit: { category: 'User', resource: 'Passkey' },
    summary:
      'Remove another person’s lost or blocked passkey; the last strong factor needs a reset.',
    status: 204,
    handle: ({ ports, caller, parameter }) =>
      removePasskey(ports, caller, {
        personId: parameter('id', ids.user),
        credentialId: parameter('credential', ids.credential),
      }),
  }),
]
