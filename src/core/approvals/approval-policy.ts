/** How many devices one person may lose an organization before a second one is asked. */
import { type Caller, nameOfCaller } from '../access/caller.ts'
import { type AuditActor, actorOf } from '../audit/audit.ts'
import type { TenantId } from '../ids.ts'
import type { OnDelete } from '../tenants/on-delete.ts'
import { type Approvals, digestOf, type NewApproval, requesterOf } from './approval.ts'

export type ApprovalPolicy = {
  /** The higher of `floor` devices and the `share` of all devices, in any `hours`. */
  readonly limit: { readonly floor: number; readonly share: number; readonly hours: number }
  /** A lower number for each person or program; null = none. */
  readonly perPerson: number | null
  readonly onDelete: OnDelete
}

export const defaultLimit: ApprovalPolicy['limit'] = { floor: 10, share: 0.005, hours: 24 }

export type ApprovalPolicies = {
  /** Undefined: nothing is limited here. */
  find(tenantId: TenantId): Promise<ApprovalPolicy | undefined>
  /** What holds, or would hold if anything were limited. */
  read(tenantId: TenantId): Promise<ApprovalPolicy>
  set(tenantId: TenantId, policy: ApprovalPolicy): Promise<void>
  /** Of a tenant that has no policy yet. */
  start(tenantId: TenantId, limit: ApprovalPolicy['limit']): Promise<void>
}

export type PolicyChange = {
  readonly limit: ApprovalPolicy['limit']
  readonly perPerson?: number | null | undefined
  readonly onDelete?: OnDelete | undefined
}

/** Nothing changes before a second person, under the policy as it is, has approved. */
export async function requestPolicyChange(
  {
    approvalPolicies,
    approvals,
  }: { approvalPolicies: Pick<ApprovalPolicies, 'read'>; approvals: Approvals },
  caller: Caller,
  change: PolicyChange,
) {
  const now = await approvalPolicies.read(caller.tenantId)
  const policy: ApprovalPolicy = {
    limit: change.limit,
    perPerson: change.perPerson === undefined ? now.perPerson : change.perPerson,
    onDelete: change.onDelete ?? now.onDelete,
  }
  return await approvals.request(policyRequest(caller, policy))
}

function policyRequest(caller: Caller, policy: ApprovalPolicy): NewApproval {
  const actor: AuditActor = actorOf(caller)
  return {
    tenantId: caller.tenantId,
    action: 'change-policy',
    subjects: [{ id: caller.tenantId, name: sentenceOf(policy) }],
    digest: digestOf('change-policy', policy),
    payload: policy,
    requester: requesterOf(actor),
    requestedBy: nameOfCaller(caller),
  }
}

/** So that the one who approves reads what will hold. */
export function sentenceOf({ limit, perPerson, onDelete }: ApprovalPolicy): string {
  const share = `${Number((limit.share * 100).toFixed(4))} %`
  const person = perPerson === null ? '' : `; ${perPerson} for each person`
  const deleted =
    onDelete === 'reserve' ? 'deleted devices stay reserved' : 'deleting releases devices at once'
  return `${limit.floor} devices or ${share} of all in ${limit.hours} hours${person}; ${deleted}`
}
