/** Deciding approvals: by a second person, by the one who asked, or by two operators where an organization has nobody. */
import { type Caller, nameOfCaller } from '../../../core/access/caller.ts'
import { type Approval, requesterOf } from '../../../core/approvals/approval.ts'
import { breakGlass } from '../../../core/approvals/break-glass.ts'
import { approve, cancel, reject } from '../../../core/approvals/decide-approval.ts'
import { refusalOfRequester } from '../../../core/approvals/judge-decider.ts'
import { type AuditEntry, actorOf } from '../../../core/audit/audit.ts'
import { ids } from '../../../core/id-kinds.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { approvalAnswer, decisionRequest } from './approval-contract.ts'
import { type ApprovalRouteDeps, presented } from './approval-ports.ts'

const audit = { category: 'Enrollment', resource: 'Approval' } as const
const route = routesWith<ApprovalRouteDeps>()

const ofRequester: Route<ApprovalRouteDeps>['refusal'] = ({ ports, caller, parameter }) =>
  refusalOfRequester(ports, caller, parameter('id', ids.approval))

export const approvalDecidingRoutes: readonly Route<ApprovalRouteDeps>[] = [
  route({
    method: 'POST',
    path: '/approvals/:id/approve',
    permission: 'approvals.decide',
    refusal: ofRequester,
    audit: { ...audit, action: 'approve' },
    summary: 'Approve as a second person; the requester then sends the same request again.',
    body: decisionRequest,
    answer: approvalAnswer,
    handle: async ({ ports, caller, parameter, body }) => {
      const decision = { ...body, id: parameter('id', ids.approval) }
      return presented(ports, caller, await approve(ports, caller, decision))
    },
  }),
  route({
    method: 'POST',
    path: '/approvals/:id/reject',
    permission: 'approvals.decide',
    refusal: ofRequester,
    audit: { ...audit, action: 'reject' },
    summary: 'Reject what somebody asked for.',
    body: decisionRequest,
    answer: approvalAnswer,
    handle: async ({ ports, caller, parameter, body }) => {
      const decision = { ...body, id: parameter('id', ids.approval) }
      return presented(ports, caller, await reject(ports, caller, decision))
    },
  }),
  route({
    method: 'POST',
    path: '/approvals/:id/cancel',
    permission: 'approvals.request',
    audit: { ...audit, action: 'cancel' },
    summary: 'Take back what you asked for yourself.',
    answer: approvalAnswer,
    handle: async ({ ports, caller, parameter }) => {
      const requester = requesterOf(actorOf(caller))
      const id = parameter('id', ids.approval)
      return presented(ports, caller, await cancel(ports.approvals, caller, { requester, id }))
    },
  }),
  route({
    method: 'POST',
    path: '/tenants/:tenant/approvals/:id/break-glass',
    permission: 'tenants.write',
    audit: { ...audit, action: 'break-glass' },
    summary:
      'Approve in place of an organization that has nobody who could: two operators of the installation, and every administrator sees it.',
    body: decisionRequest.required({ reason: true }),
    answer: approvalAnswer,
    handle: async ({ ports, caller, parameter, body }) => {
      const tenantId = parameter('tenant', ids.tenant)
      const decision = { ...body, tenantId, id: parameter('id', ids.approval) }
      const approval = await breakGlass(ports, caller, decision)
      if (tenantId !== caller.tenantId)
        await ports.recordFor(tenantId, brokenGlass(caller, approval, body.reason))
      return presented(ports, caller, approval)
    },
  }),
]

function brokenGlass(caller: Caller, { id }: Approval, reason: string): AuditEntry {
  return {
    category: 'Enrollment',
    activity: 'Action break-glass Approval',
    operation: 'Action',
    result: 'Success',
    actor: actorOf(caller),
    correlationId: id,
    resources: [{ type: 'Approval', id, name: nameOfCaller(caller) }],
    reason,
  }
}
