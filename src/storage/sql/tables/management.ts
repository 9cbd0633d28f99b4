/** Sessions of enrolled devices. */
import type { Generated } from 'kysely'
import type { Timestamp } from './timestamp.ts'

type ManagedEnrollmentTable = {
  tenant_id: string
  enrollment_id: string
  state: Generated<unknown>
  session: Buffer | null
  last_digest: Buffer | null
  opening_digest: Buffer | null
  opened_at: Date | null
  mismatch: Buffer | null
  updated_at: Timestamp
}

export type ManagementTables = {
  managed_enrollment: ManagedEnrollmentTable
}
