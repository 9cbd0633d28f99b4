import type { TenantId } from '../../core/ids.ts'
import type { IntakeCode, IntakeSubmission } from '../../core/intake/intake.ts'

export type CodeRow = {
  tenant_id: TenantId
  code_id: string
  kind: IntakeCode['kind']
  label: string
  group_tag: string | null
  created_by: string
  created_at: Date
  expires_at: Date
  used_at: Date | null
  withdrawn_at: Date | null
}

export const codeColumns =
  'tenant_id, code_id, kind, label, group_tag, created_by, created_at, expires_at, used_at, withdrawn_at'

export function toCode(row: CodeRow): IntakeCode {
  return {
    tenantId: row.tenant_id,
    id: row.code_id,
    kind: row.kind,
    label: row.label,
    groupTag: row.group_tag,
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    usedAt: row.used_at,
    withdrawnAt: row.withdrawn_at,
  }
}

export type SubmissionRow = {
  tenant_id: TenantId
  submission_id: string
  code_id: string
  kind: IntakeSubmission['kind']
  group_tag: string | null
  serial_number: string
  manufacturer: string
  model: string
  note: string
  address: string
  state: IntakeSubmission['state']
  submitted_at: Date
  expires_at: Date
  decided_at: Date | null
  decided_by: string | null
  reason: string | null
  receipt_id: string | null
  association_id: string | null
}

/** What is pending too long has expired, whether or not anybody has looked. */
export const submissionColumns = `tenant_id, submission_id, code_id, kind, group_tag, serial_number, manufacturer, model, note, address,
  case when state = 'pending' and expires_at <= business_now() then 'expired' else state end as state,
  submitted_at, expires_at, decided_at, decided_by, reason, receipt_id, association_id`

export function toSubmission(row: SubmissionRow): IntakeSubmission {
  return {
    tenantId: row.tenant_id,
    id: row.submission_id,
    codeId: row.code_id,
    kind: row.kind,
    groupTag: row.group_tag,
    serialNumber: row.serial_number,
    manufacturer: row.manufacturer,
    model: row.model,
    note: row.note,
    address: row.address,
    state: row.state,
    submittedAt: row.submitted_at,
    expiresAt: row.expires_at,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
    reason: row.reason,
    receiptId: row.receipt_id,
    associationId: row.association_id,
  }
}

export function payloadContext(submissionId: string): string {
  return `intake_submission:${submissionId}`
}
