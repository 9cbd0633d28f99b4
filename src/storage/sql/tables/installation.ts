/** What belongs to the installation and to no tenant, as Kysely sees it. */
import type { Generated } from 'kysely'
import type { Timestamp } from './timestamp.ts'

type InstallationSecretTable = { name: string; wrapped: Buffer; created_at: Timestamp }

/** At most one row. */
type VirtualClockTable = { one_row: Generated<boolean>; ahead_ms: string }

export type InstallationTables = {
  installation_secret: InstallationSecretTable
  virtual_clock: VirtualClockTable
}
