/** Approvals as they are read, and the policy, which changes only by an approval itself. */
import { approvalRequired } from '../../../core/approvals/admit-act.ts'
import { findApproval } from '../../../core/approvals/approval.ts'
import { requestPolicyChange } from '../../../core/approvals/approval-policy.ts'
import { ids } from '../../../core/id-kinds.ts'
import { type Route, routesWith } from '../../http/route.ts'
import {
  approvalAnswer,
  approvalPage,
  approvalQuery,
  policyAnswer,
  policyChange,
  subjectPage,
  subjectQuery,
  waitingAnswer,
} from './approval-contract.ts'
import { type ApprovalRouteDeps, presented } from './approval-ports.ts'
import { approvalDecidingRoutes } from './deciding-routes.ts'

const route = routesWith<ApprovalRouteDeps>()

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

const policyRoutes: readonly Route<ApprovalRouteDeps>[] = [
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
]

export const approvalRoutes: readonly Route<ApprovalRouteDeps>[] = [
  ...readingRoutes,
  ...approvalDecidingRoutes,
  ...policyRoutes,
]
