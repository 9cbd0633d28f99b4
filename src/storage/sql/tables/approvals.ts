/** The tables of approvals as Kysely sees them; `migrations/0035_approvals.sql` says what they are for. */
import type { ColumnType, Generated } from 'kysely'

type DestructiveActTable = {
  tenant_id: string
  act_id: string
  at: Generated<Date>
  action: string
  actor: string
  devices: number
}

type ApprovalPolicyTable = {
  tenant_id: string
  floor: number
  share: number
  hours: number
  per_person: number | null
}

type ApprovalTable = {
  tenant_id: string
  approval_id: string
  action: string
  subjects: unknown
  subject_count: number
  digest: string
  payload: unknown
  requester: string
  requested_by: string
  requested_at: Generated<Date>
  expires_at: Date
  state: Generated<string>
  decided_at: Date | null
  decided_by: string | null
  reason: string | null
  broken_by: Generated<string[]>
  executed_at: Date | null
  deciders: ColumnType<unknown, string | undefined, string>
}

export type ApprovalTables = {
  destructive_act: DestructiveActTable
  approval_policy: ApprovalPolicyTable
  approval: ApprovalTable
}
