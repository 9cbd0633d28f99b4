/**
 * Work on many devices at once, asked for by a person and done by any server: changes, deletions, exports.
 *
 * A job's rows are its state, so whoever dies in the middle has lost nothing, and what became of each device can
 * be read afterwards. A change can be undone for 30 days, on devices that nobody has touched since.
 */
import type { TagScope } from '../access/tag-scope.ts'
import type { AuditActor } from '../audit/audit.ts'
import type { Device } from '../devices/device.ts'
import type { DeviceId, TenantId } from '../ids.ts'

export type TextChange =
  | { readonly set: string }
  | { readonly prepend: string }
  | { readonly append: string }
  | { readonly clear: true }

/** Absent members stay as they are. */
export type DeviceChange = {
  readonly groupTag?: TextChange
  /** With `%SERIAL%` and `%RAND:n%`. */
  readonly displayName?: { readonly template: string }
  readonly userPrincipalName?: { readonly set: string } | { readonly clear: true }
}

/** What of a device a job may change, by name; null = the device has none. */
export type ChangedValues = Partial<
  Record<'groupTag' | 'displayName' | 'userPrincipalName' | 'addressableUserName', string | null>
>

export type ExportFormat = 'spreadsheet' | 'intune' | 'json'

export type JobRequest =
  | { readonly kind: 'update-devices'; readonly change: DeviceChange }
  | { readonly kind: 'delete-devices' }
  | {
      readonly kind: 'export-devices'
      readonly format: ExportFormat
      readonly columns: readonly string[]
    }

export type JobState = 'ready' | 'running' | 'done' | 'cancelled'

export type RowState = 'waiting' | 'changed' | 'unchanged' | 'refused' | 'missing'

export type JobCounts = Readonly<Record<'asked' | Exclude<RowState, 'waiting'>, number>>

export type Job = {
  readonly id: string
  readonly request: JobRequest
  readonly label: string
  readonly state: JobState
  readonly counts: JobCounts
  readonly by: string
  readonly createdAt: Date
  /** Null: it is not over. */
  readonly endedAt: Date | null
  /** The job that this one takes back; null = none. */
  readonly undoOf: string | null
  /** The job that takes this one back; null = none. */
  readonly undoneBy: string | null
}

export type JobRow = {
  readonly number: number
  readonly deviceId: DeviceId
  readonly serialNumber: string
  readonly state: RowState
  readonly reason: string | null
  readonly before: ChangedValues | null
  readonly after: ChangedValues | null
}

export type NewJob = {
  readonly id: string
  readonly tenantId: TenantId
  readonly request: JobRequest
  readonly label: string
  readonly by: string
  readonly actor: AuditActor
  readonly scope: TagScope
  readonly undoOf?: string
}

/** Days that a change can be taken back, and that a job can be read. */
export const jobDays = 30

export type DeviceJobs = {
  /** The rows follow with `addRows`, in the same transaction. */
  add(job: NewJob, rows: number): Promise<void>
  addRows(
    job: Pick<NewJob, 'id' | 'tenantId'>,
    rows: readonly (Pick<JobRow, 'number' | 'deviceId'> & Partial<JobRow>)[],
  ): Promise<void>
  find(tenantId: TenantId, id: string): Promise<Job | undefined>
  /** The newest first; `after` = the id of the last one seen. */
  list(
    tenantId: TenantId,
    query: { state?: JobState | undefined; after?: string | undefined; limit: number },
  ): Promise<readonly Job[]>
  rows(
    tenantId: TenantId,
    query: { id: string; state?: RowState | undefined; after: number; limit: number },
  ): Promise<readonly JobRow[]>
  /** Keeps what a change would do, to be read for an hour; it is no job that runs, and no list shows it. */
  keepPreview(job: NewJob, counts: JobCounts, rows: readonly JobRow[]): Promise<void>
  /** Ends a job that is not over; false = it is, or there is none. What is done stays. */
  cancel(tenantId: TenantId, id: string): Promise<boolean>
  /** Says that `by` takes `id` back; false = another job does already. */
  markUndone(tenantId: TenantId, id: string, by: string): Promise<boolean>
}

/** One slice of a job, held while it is worked on. */
export type HeldJob = {
  readonly tenantId: TenantId
  readonly id: string
  readonly request: JobRequest
  readonly undoOf: string | null
  readonly actor: AuditActor
  readonly scope: TagScope
  readonly label: string
  /** The next rows that wait; none = all are done. */
  readonly rows: readonly JobRow[]
  /** Of the rows, as far as the job reaches them; nobody else changes them until the slice ends. */
  devices(): Promise<ReadonlyMap<DeviceId, Device>>
  settle(rows: readonly SettledRow[]): Promise<void>
  /** Ends the job, and answers what it came to. */
  end(): Promise<JobCounts>
}

export type SettledRow = Pick<JobRow, 'number'> & {
  readonly state: Exclude<RowState, 'waiting'>
  readonly serialNumber?: string
  readonly reason?: string
  readonly before?: ChangedValues
  readonly after?: ChangedValues
}

export type JobQueue = {
  /** Takes a job that waits and holds it while `work` runs, all or nothing; false = none waits. */
  withNextSlice(work: (held: HeldJob) => Promise<void>): Promise<boolean>
}
