/** The audit trail's tables as Kysely sees them; `migrations/0010_audit.sql` says what they are for. */
export type AuditHeadTable = { tenant_id: string; seq: string; hash: Buffer }

export type AuditEntryTable = {
  tenant_id: string
  seq: string
  at: Date
  entry: string
  hash: Buffer
  activity: string | null
  actor: string | null
  result: string | null
  category: string | null
  operation: string | null
  application: string | null
  subjects: Buffer[] | null
}

export type AuditCheckpointTable = {
  tenant_id: string
  seq: string
  hash: Buffer
  at: Date
  key_id: string
  signature: Buffer
}

/** To be joined with the other tables of the database. */
export type AuditTables = {
  audit_head: AuditHeadTable
  audit_entry: AuditEntryTable
  audit_checkpoint: AuditCheckpointTable
}
