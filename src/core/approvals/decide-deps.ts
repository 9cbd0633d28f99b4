/** What deciding an approval needs. */
import type { UserCaller } from '../access/caller.ts'
import type { Access } from '../access/decide.ts'
import type { TenantId } from '../ids.ts'
import type { Standing } from '../standing/standing.ts'
import type { Approval, Approvals } from './approval.ts'
import type { ApprovalPolicies } from './approval-policy.ts'

/** Hours in which a person decides nothing of the one who gave them the right to. */
export const influenceHours = 24

export type Influence = {
  /**
   * Whether the requester, or someone that the requester made or changed, has changed the person or what the person
   * may do within `influenceHours`.
   */
  reaches(tenantId: TenantId, requester: string, person: UserCaller): Promise<boolean>
}

export type DecideDeps = {
  readonly approvals: Approvals
  readonly approvalPolicies: Pick<ApprovalPolicies, 'set'>
  /** Runs the plan that was approved; throws if it is another one by now. */
  readonly runApproved: (approval: Approval) => Promise<void>
  readonly access: Pick<Access, 'hasWhole'>
  readonly influence: Influence
  readonly standing: Standing
  /** Throws unless the person has just signed in as the organization asks of those who decide. */
  readonly requireFresh: (caller: UserCaller) => Promise<void>
}
