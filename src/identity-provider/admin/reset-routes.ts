/** Resets of a person's factors, by the two-person rule; and what the operator may do where a tenant has nobody left. */
import { z } from 'zod'
import type { TenantId } from '../../core/ids.ts'
import type { Tenants } from '../../core/tenants/tenant.ts'
import { listOf } from '../../surfaces/admin/contract.ts'
import { type AdminRoute, route } from '../../surfaces/admin/routes.ts'
import { tenantNamed } from '../../surfaces/admin/tenant-named.ts'
import type { FactorStandings } from '../core/factors/factor-policy.ts'
import {
  approveReset,
  approveResetAsOperator,
  askReset,
  askResetAsOperator,
  type FactorReset,
  type ResetDeps,
  rejectOwnReset,
  rejectReset,
} from '../core/factors/factor-reset.ts'
import { requireOwner } from '../core/factors/own-factors.ts'

export type ResetRouteDeps = ResetDeps & {
  readonly tenants: Pick<Tenants, 'find'>
  readonly standings: FactorStandings
}

const reason = z.string().trim().min(1).max(500)

const resetAnswer = z.object({
  id: z.string(),
  userId: z.string(),
  state: z.enum(['asked', 'approved', 'rejected']),
  reason: z.string(),
  askedBy: z.string(),
  askedAt: z.string(),
  expiresAt: z.string(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
})

export function resetRoutes(deps: ResetRouteDeps): readonly AdminRoute[] {
  return [
    route({
      method: 'GET',
      path: '/factor-resets',
      permission: 'factors.read',
      summary: 'Who asked for a reset of whose factors, and what came of it; the newest first.',
      answer: listOf(resetAnswer),
      handle: async ({ caller }) => ({ value: await listed(deps, caller.tenantId) }),
    }),
    route({
      method: 'POST',
      path: '/users/:id/factor-reset',
      permission: 'factors.write',
      summary:
        'Ask for a reset of another person’s factors. Another administrator approves it within 24 hours.',
      body: z.strictObject({ reason }),
      status: 201,
      answer: resetAnswer,
      handle: async ({ caller, body, parameter }) =>
        present(await askReset(deps, caller, { personId: parameter('id'), ...body })),
    }),
    route({
      method: 'POST',
      path: '/factor-resets/:id/approve',
      permission: 'factors.write',
      summary:
        'Approve a reset that another administrator asked for: all factors and sign-ins of the person end.',
      status: 204,
      handle: async ({ caller, parameter }) => {
        await approveReset(deps, caller, parameter('id'))
        return undefined
      },
    }),
    route({
      method: 'POST',
      path: '/factor-resets/:id/reject',
      permission: 'factors.write',
      summary: 'Refuse a reset, or withdraw one’s own.',
      status: 204,
      handle: async ({ caller, parameter }) => {
        await rejectReset(deps, caller, parameter('id'))
        return undefined
      },
    }),
    route({
      method: 'DELETE',
      path: '/me/factor-reset',
      permission: 'own-factors.write',
      summary: 'Refuse the reset of your own factors that somebody asked for.',
      status: 204,
      handle: async ({ caller }) => {
        await requireOwner(deps.standings, caller, deps.now())
        if (caller.kind === 'user') await rejectOwnReset(deps, caller)
        return undefined
      },
    }),
    ...operatorRoutes(deps),
  ]
}

function operatorRoutes(deps: ResetRouteDeps): readonly AdminRoute[] {
  const tenantOf = (name: string) => tenantNamed(deps.tenants, name)
  return [
    route({
      method: 'GET',
      path: '/tenants/:tenant/factor-resets',
      permission: 'tenants.read',
      summary: 'Resets of factors in a tenant, as its own administrators see them.',
      answer: listOf(resetAnswer),
      handle: async ({ parameter }) => ({
        value: await listed(deps, await tenantOf(parameter('tenant'))),
      }),
    }),
    route({
      method: 'POST',
      path: '/tenants/:tenant/factor-resets',
      permission: 'tenants.write',
      summary: 'Ask for a reset where no administrator of the tenant is left who could.',
      body: z.strictObject({ userId: z.guid().toLowerCase(), reason }),
      status: 201,
      answer: resetAnswer,
      handle: async ({ caller, body, parameter }) => {
        const tenantId = await tenantOf(parameter('tenant'))
        const { userId: personId, reason: why } = body
        return present(await askResetAsOperator(deps, caller, { tenantId, personId, reason: why }))
      },
    }),
    route({
      method: 'POST',
      path: '/tenants/:tenant/factor-resets/:id/approve',
      permission: 'tenants.write',
      summary: 'Approve a reset where the tenant has no second administrator; not one’s own.',
      status: 204,
      handle: async ({ caller, parameter }) => {
        const tenantId = await tenantOf(parameter('tenant'))
        await approveResetAsOperator(deps, caller, { tenantId, id: parameter('id') })
        return undefined
      },
    }),
  ]
}

async function listed({ resets }: Pick<ResetDeps, 'resets'>, tenantId: TenantId) {
  return (await resets.list(tenantId)).map(present)
}

function present(reset: FactorReset): z.input<typeof resetAnswer> {
  const { id, personId, state, askedAt, expiresAt, decidedBy, decidedAt } = reset
  return {
    id,
    userId: personId,
    state,
    reason: reset.reason,
    askedBy: reset.askedBy,
    askedAt: askedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    decidedBy: decidedBy ?? null,
    decidedAt: decidedAt?.toISOString() ?? null,
  }
}
