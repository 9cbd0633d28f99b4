/** The tables of the intake as Kysely sees them; `migrations/0041_intake.sql` says what they are for. */
import type { Generated } from 'kysely'

type IntakeCodeTable = {
  tenant_id: string
  code_id: string
  code_digest: Buffer
  kind: 'once' | 'key'
  label: string
  group_tag: string | null
  created_by: string
  created_at: Generated<Date>
  expires_at: Date
  used_at: Date | null
  withdrawn_at: Date | null
}

type IntakeSubmissionTable = {
  tenant_id: string
  submission_id: string
  code_id: string
  request_id: string
  kind: 'hash' | 'link'
  serial_number: string
  manufacturer: string
  model: string
  note: string
  address: string
  group_tag: string | null
  payload: Buffer | null
  state: Generated<'pending' | 'approved' | 'rejected'>
  submitted_at: Generated<Date>
  expires_at: Date
  decided_at: Date | null
  decided_by: string | null
  reason: string | null
  receipt_id: string | null
  association_id: string | null
}

export type IntakeTables = {
  intake_code: IntakeCodeTable
  intake_submission: IntakeSubmissionTable
}
