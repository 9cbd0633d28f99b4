/** Resets of a person's factors, by the two-person rule; and what the operator may do where a tenant has nobody left. */
import type { FactorReset as WireReset } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { ids } from '../../core/id-kinds.ts'
import type { Tenants } from '../../core/tenants/tenant.ts'
import { pageOf, pageQuery, presentPage, wantedPage } from '../../surfaces/admin/contract.ts'
import { tenantNamed } from '../../surfaces/admin/tenants/tenant-named.ts'
import { idShape } from '../../surfaces/http/id-shape.ts'
import { type Input, type Route, routesWith } from '../../surfaces/http/route.ts'
import type { FactorStandings } from '../core/factors/factor-policy.ts'
import { requireOwner } from '../core/factors/own-factors.ts'
import { askReset, askResetAsOperator } from '../core/factors/reset/ask-reset.ts'
import {
  approveReset,
  approveResetAsOperator,
  rejectOwnReset,
  rejectReset,
} from '../core/factors/reset/decide-reset.ts'
import type { FactorReset, ResetDeps } from '../core/factors/reset/reset-rules.ts'

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
}) satisfies z.ZodType<WireReset>

const audit = { category: 'User', resource: 'FactorReset' } as const
const route = routesWith<ResetRouteDeps>()

const tenantRoutes: readonly Route<ResetRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/factor-resets',
    permission: 'factors.read',
    summary: 'Who asked for a reset of whose factors, and what came of it; the newest first.',
    query: pageQuery,
    answer: pageOf(resetAnswer),
    handle: async ({ ports, caller, query }) =>
      presentPage(await ports.resets.list(caller.tenantId, wantedPage(query)), present),
  }),
  route({
    method: 'POST',
    path: '/users/:id/factor-reset',
    permission: 'factors.write',
    audit,
    summary:
      'Ask for a reset of another person’s factors. Another administrator approves it within 24 hours.',
    body: z.strictObject({ reason }),
    status: 201,
    answer: resetAnswer,
    handle: async ({ ports, caller, body, parameter }) =>
      present(await askReset(ports, caller, { personId: parameter('id', ids.user), ...body })),
  }),
  route({
    method: 'POST',
    path: '/factor-resets/:id/approve',
    permission: 'factors.write',
    audit: { ...audit, action: 'approve' },
    summary:
      'Approve a reset that another administrator asked for: all factors and sign-ins of the person end.',
    status: 204,
    handle: ({ ports, caller, parameter }) =>
      approveReset(ports, caller, parameter('id', ids.factorReset)),
  }),
  route({
    method: 'POST',
    path: '/factor-resets/:id/reject',
    permission: 'factors.write',
    audit: { ...audit, action: 'reject' },
    summary: 'Refuse a reset, or withdraw one’s own.',
    status: 204,
    handle: ({ ports, caller, parameter }) =>
      rejectReset(ports, caller, parameter('id', ids.factorReset)),
  }),
  route({
    method: 'DELETE',
    path: '/me/factor-reset',
    permission: 'own-factors.write',
    audit,
    summary: 'Refuse the reset of your own factors that somebody asked for.',
    status: 204,
    handle: async ({ ports, caller }) => {
      await requireOwner(ports.standings, caller, ports.now())
      if (caller.kind === 'user') await rejectOwnReset(ports, caller)
      return undefined
    },
  }),
]

function tenantOf({ ports, parameter }: Input<ResetRouteDeps>) {
  return tenantNamed(ports.tenants, parameter('tenant', ids.tenantOrDomain))
}

const operatorRoutes: readonly Route<ResetRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/tenants/:tenant/factor-resets',
    permission: 'tenants.read',
    summary: 'Resets of factors in a tenant, as its own administrators see them.',
    query: pageQuery,
    answer: pageOf(resetAnswer),
    handle: async (input) => {
      const wanted = wantedPage(input.query)
      return presentPage(await input.ports.resets.list(await tenantOf(input), wanted), present)
    },
  }),
  route({
    method: 'POST',
    path: '/tenants/:tenant/factor-resets',
    permission: 'tenants.write',
    audit,
    summary: 'Ask for a reset where no administrator of the tenant is left who could.',
    body: z.strictObject({ userId: idShape(ids.user), reason }),
    status: 201,
    answer: resetAnswer,
    handle: async (input) => {
      const { ports, caller, body } = input
      const tenantId = await tenantOf(input)
      const { userId: personId, reason: why } = body
      return present(await askResetAsOperator(ports, caller, { tenantId, personId, reason: why }))
    },
  }),
  route({
    method: 'POST',
    path: '/tenants/:tenant/factor-resets/:id/approve',
    permission: 'tenants.write',
    audit: { ...audit, action: 'approve' },
    summary: 'Approve a reset where the tenant has no second administrator; not one’s own.',
    status: 204,
    handle: async (input) => {
      const { ports, caller, parameter } = input
      const of = { tenantId: await tenantOf(input), id: parameter('id', ids.factorReset) }
      await approveResetAsOperator(ports, caller, of)
      return undefined
    },
  }),
]

export const resetRoutes = [...tenantRoutes, ...operatorRoutes]

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
