/** Disputes for administrators: claim tokens, what is claimed of or by the tenant, and how it ends. */
import type { DisputeDecision, DisputeObjection, DisputeView } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { nameOfCaller } from '../../../core/access/caller.ts'
import { noteAudit } from '../../../core/acting.ts'
import type { AdmitAct } from '../../../core/approvals/admit-act.ts'
import { type Device, type Devices, findDevice } from '../../../core/devices/device.ts'
import type { Dispute, Disputes } from '../../../core/disputes/dispute.ts'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { DisputeId, TenantId } from '../../../core/ids.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import { cut, idPageQuery, oneMore, pageOf, presentPage } from '../contract.ts'
import { tokenRoute } from './token-route.ts'

export type DisputeRouteDeps = {
  readonly disputes: Disputes
  readonly devices: Devices
  readonly admit: AdmitAct
}

const route = routesWith<DisputeRouteDeps>()
const disputeQuery = idPageQuery(ids.dispute)

/** What one party says about it. */
const said = z.string().trim().min(1).max(1_000)

const disputeAnswer = z.object({
  id: z.string(),
  side: z.enum(['holder', 'claimant', 'none']),
  serialNumber: z.string(),
  deviceId: z.string().nullable(),
  keyDigest: z.string(),
  state: z.enum(['open', 'contested', 'released', 'displaced', 'kept']),
  openedDateTime: z.string(),
  dueDateTime: z.string(),
  reason: z.string().nullable(),
  decidedDateTime: z.string().nullable(),
  decisionReason: z.string().nullable(),
}) satisfies z.ZodType<DisputeView>

export const disputeRoutes: readonly Route<DisputeRouteDeps>[] = [
  tokenRoute({
    path: '/claim-tokens',
    purpose: 'claim',
    summary:
      'A one-time token, good for a day, with which a device proves that it is yours although another tenant has registered it.',
  }),
  route({
    method: 'GET',
    path: '/disputes',
    permission: 'identity.read',
    summary: 'Registrations of the tenant that another claims, and those that it claims.',
    query: disputeQuery,
    answer: pageOf(disputeAnswer),
    handle: async ({ ports, caller: { tenantId }, query }) => {
      const found = await ports.disputes.list(tenantId, oneMore(query))
      return presentPage(cut(found, query), (each) => presented(each, tenantId))
    },
  }),
  route({
    method: 'GET',
    path: '/disputes/undecided',
    permission: 'tenants.write',
    summary: 'Disputes of all tenants that nobody has decided, oldest first.',
    query: disputeQuery,
    answer: pageOf(disputeAnswer),
    handle: async ({ ports, caller: { tenantId }, query }) => {
      const found = await ports.disputes.listOpen(oneMore(query))
      return presentPage(cut(found, query), (each) => presented(each, tenantId))
    },
  }),
  route({
    method: 'POST',
    path: '/disputes/:id/contest',
    permission: 'identity.decide',
    audit: { category: 'Enrollment', resource: 'Dispute', action: 'contest' },
    summary: 'The holder says that the device is theirs: the operator of the installation decides.',
    body: z.strictObject({ reason: said }) satisfies z.ZodType<unknown, DisputeObjection>,
    status: 204,
    handle: async (input) => {
      const { ports, caller, body } = input
      const { id } = await held(input)
      if (!(await ports.disputes.contest(caller.tenantId, id, body.reason))) throw isOver()
      return undefined
    },
  }),
  route({
    method: 'POST',
    path: '/disputes/:id/release',
    permission: 'identity.decide',
    audit: { category: 'Enrollment', resource: 'Dispute', action: 'release' },
    summary: 'The holder gives the device up: it is registered for the tenant that proved it.',
    status: 204,
    handle: async (input) => {
      const { ports, caller } = input
      const { id, device } = await held(input)
      const { tenantId } = caller
      // Before it is counted, as every act that takes devices away does, so that two of them wait in one order.
      await ports.devices.hold(tenantId, device.id)
      const subjects = [{ id: device.id, name: device.serialNumber }]
      await ports.admit({ tenantId, action: 'release-devices', subjects })
      const ending = { state: 'released', by: nameOfCaller(caller) } as const
      if (!(await ports.disputes.end(id, ending, caller.tenantId))) throw isOver()
      return undefined
    },
  }),
  route({
    method: 'POST',
    path: '/disputes/:id/decide',
    permission: 'tenants.write',
    audit: { category: 'Enrollment', resource: 'Dispute', action: 'decide' },
    summary:
      'The operator decides: the registration stays, or goes to the tenant that proved it. Both read the reason.',
    body: z.strictObject({
      decision: z.enum(['keep', 'displace']),
      reason: said,
    }) satisfies z.ZodType<unknown, DisputeDecision>,
    status: 204,
    handle: async ({ ports, caller, parameter, body }) => {
      const state = body.decision === 'keep' ? 'kept' : 'displaced'
      const id = parameter('id', ids.dispute)
      const { reason } = body
      if (!(await ports.disputes.end(id, { state, by: nameOfCaller(caller), reason })))
        throw isOver()
      const properties = [
        { name: 'decision', before: null, after: body.decision },
        { name: 'decisionReason', before: null, after: reason },
      ]
      noteAudit({ type: 'Dispute', id, properties })
      return undefined
    },
  }),
]

/** Of a device that the caller may reach. */
async function held({
  ports,
  caller: { tenantId },
  parameter,
}: Input<DisputeRouteDeps>): Promise<{ id: DisputeId; device: Device }> {
  const id = parameter('id', ids.dispute)
  const found = await ports.disputes.findHeld(tenantId, id)
  if (found === undefined) throw isOver()
  return { id, device: await findDevice(ports.devices, tenantId, found.deviceId) }
}

function isOver(): DomainError {
  return new DomainError('not-found', 'No dispute with this id waits for you.')
}

function presented(dispute: Dispute, tenantId: TenantId): DisputeView {
  const { holder, claimant } = dispute
  const side = holder === tenantId ? 'holder' : claimant === tenantId ? 'claimant' : 'none'
  return {
    id: dispute.id,
    side,
    serialNumber: dispute.serialNumber,
    deviceId: side === 'holder' ? dispute.deviceId : null,
    keyDigest: dispute.keyDigest,
    state: dispute.state,
    openedDateTime: dispute.openedAt.toISOString(),
    dueDateTime: dispute.dueAt.toISOString(),
    // What the holder says is for the operator who decides.
    reason: side === 'claimant' ? null : dispute.reason,
    decidedDateTime: dispute.decidedAt?.toISOString() ?? null,
    decisionReason: dispute.decisionReason,
  }
}
