/** Imports that are not yet decided altogether. */
import type { TenantId } from '../ids.ts'

export type ImportJob = {
  readonly importId: string
  readonly rows: number
  readonly decided: number
  /** Failures in a row of the slice at hand. */
  readonly attempts: number
  readonly dueAt: Date
}

export type ImportJobs = { list(tenantId: TenantId): Promise<readonly ImportJob[]> }
