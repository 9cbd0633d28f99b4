/** Imports that are not yet fully decided. */
import type { TenantId } from '../ids.ts'

export type ImportJob = {
  readonly importId: string
  readonly rows: number
  readonly decided: number
  /** Consecutive failures of the current slice. */
  readonly attempts: number
  readonly dueAt: Date
}

export type ImportJobs = { list(tenantId: TenantId): Promise<readonly ImportJob[]> }
