/** Sessions of enrolled devices. */
import type { ColumnType, Generated } from 'kysely'

type ManagedEnrollmentTable = {
  tenant_id: string
  enrollment_id: string
  state: Generated<unknown>
  session: Buffer | null
  last_digest: Buffer | null
  opening_digest: Buffer | null
  opened_at: Date | null
  mismatch: Buffer | null
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>
}

export type ManagementTables = {
  managed_enrollment: ManagedEnrollmentTable
}
