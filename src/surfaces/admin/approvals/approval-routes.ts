/** Approvals, for those who decide and those who asked; and the policy, which changes only by an approval itself. */
import { type Caller, nameOfCaller } from '../../../core/access/caller.ts'
import { approvalRequired } from '../../../core/approvals/admit-act.ts'
import {
  type Approval,
  type Approvals,
  findApproval,
  requesterOf,
} from '../../../core/approvals/approval.ts'
import {
  type ApprovalPolicies,
  requestPolicyChange,
} from '../../../core/approvals/approval-policy.ts'
import { breakGlass } from '../../../core/approvals/break-glass.ts'
import { approve, cancel, reject } from '../../../core/approvals/decide-approval.ts'
import type { DecideDeps } from '../../../core/approvals/decide-deps.ts'
import { refusalOfRequester } from '../../../core/approvals/judge-decider.ts'
import { type AuditEntry, actorOf } from '../../../core/audit/audit.ts'
import { ids, type TenantId } from '../../../core/ids.ts'
import { type Route, routesWith } from '../../http/route.ts'
import {
  approvalAnswer,
  approvalPage,
  approvalQuery,
  decisionRequest,
  policyAnswer,
  policyChange,
  presentApproval,
  subjectPage,
  subjectQuery,
  waitingAnswer,
} from './approval-contract.ts'

export type ApprovalRouteDeps = DecideDeps & {
  readonly approvals: Approvals
  readonly approvalPolicies: ApprovalPolicies
  /** Writes to another organization's trail what an operator did there. */
  readonly recordFor: (tenantId: TenantId, entry: AuditEntry) => Promise<void>
}

const audit = { category: 'Enrollment', resource: 'Approval' } as const
const route = routesWith<ApprovalRouteDeps>()
/** Subjects that are shown with their approval. */
const shown = 20

async function presented({ approvals }: ApprovalRouteDeps, caller: Caller, approval: Approval) {
  const { id, tenantId } = approval
  const subjects = await approvals.subjects(tenantId, { id, after: 0, limit: shown })
  return presentApproval(approval, { subjects, requester: requesterOf(actorOf(caller)) })
}

const readingRoutes: readonly Route<ApprovalRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/approvals',
    permission: 'approvals.read',
    summary: 'What waits for a second person, and what was decided; newest first.',
    query: approvalQuery,
    answer: approvalPage,
    handle: async ({ ports, caller, query: { cursor, limit, state } }) => {
      const wanted = { state, after: cursor, limit: limit + 1 }
      const found = await ports.approvals.list(caller.tenantId, wanted)
      const page = found.slice(0, limit)
      const value = await Promise.all(page.map((each) => presented(ports, caller, each)))
      const next = found.length > limit ? value.at(-1)?.id : undefined
      return { value, ...(next !== undefined && { next }) }
    },
  }),
  route({
    method: 'GET',
    path: '/approvals/:id',
    permission: 'approvals.read',
    summary: 'One approval, with its first subjects and the digest of all of them.',
    answer: approvalAnswer,
    handle: async ({ ports, caller, parameter }) => {
      const id = parameter('id', ids.approval)
      return presented(ports, caller, await findApproval(ports.approvals, caller.tenantId, id))
    },
  }),
  route({
    method: 'GET',
    path: '/approvals/:id/subjects',
    permission: 'approvals.read',
    summary: 'Everything that an approval is about.',
    query: subjectQuery,
    answer: subjectPage,
    handle: async ({ ports, caller, parameter, query: { cursor, limit } }) => {
      const { id } = await findApproval(
        ports.approvals,
        caller.tenantId,
        parameter('id', ids.approval),
      )
      const wanted = { id, after: cursor, limit: limit + 1 }
      const found = await ports.approvals.subjects(caller.tenantId, wanted)
      const value = found.slice(0, limit)
      return { value, ...(found.length > limit && { next: String(cursor + limit) }) }
    },
  }),
  route({
    method: 'GET',
    path: '/approval-policy',
    permission: 'approvals.read',
    summary: 'How many devices one person may delete, release or wipe before a second one decides.',
    answer: policyAnswer,
    handle: ({ ports, caller }) => ports.approvalPolicies.read(caller.tenantId),
  }),
]

const ofRequester: Route<ApprovalRouteDeps>['refusal'] = ({ ports, caller, parameter }) =>
  refusalOfRequester(ports, caller, parameter('id', ids.approval))

const decidingRoutes: readonly Route<ApprovalRouteDeps>[] = [
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
    method: 'PUT',
    path: '/approval-policy',
    permission: 'approval-policy.write',
    audit: { category: 'Tenant', resource: 'ApprovalPolicy' },
    summary: 'Ask for another policy. Nothing changes before it is approved under the present one.',
    body: policyChange,
    answer: policyAnswer,
    delayed: waitingAnswer,
    handle: async ({ ports, caller, body }) => {
      const approval = await requestPolicyChange(ports, caller, body)
      if (approval === undefined)
        throw approvalRequired({ action: 'change-policy', subjects: [] }, undefined)
      return Response.json({ approvalId: approval.id }, { status: 202 })
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

export const approvalRoutes: readonly Route<ApprovalRouteDeps>[] = [
  ...readingRoutes,
  ...decidingRoutes,
]
