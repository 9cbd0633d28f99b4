/**
 * Work on many devices at once, requested by a person and done by any server: changes, deletions, their undoing,
 * exports.
 *
 * A job's rows are its state, so nothing is lost if a server dies halfway, and the result for each device can be
 * read afterwards. A change can be undone for 30 days, on devices that have not been changed since; so can a deletion,
 * of devices that are still reserved.
 */
import type { TagScope } from '../access/tag-scope.ts'
import type { AuditActor } from '../audit/audit.ts'
import type { Device } from '../devices/device.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import type { OnDelete } from '../tenants/on-delete.ts'

export type TextChange =
  | { readonly set: string }
  | { readonly prepend: string }
  | { readonly append: string }
  | { readonly clear: true }

/** Absent members stay as they are. */
export type DeviceChange = {
  readonly groupTag?: TextChange
  /** May contain `%SERIAL%` and `%RAND:n%`. */
  readonly displayName?: { readonly template: string }
  readonly userPrincipalName?: { readonly set: string } | { readonly clear: true }
}

/** The properties that a job may change, by name; null = the device has no value. */
export type ChangedValues = Partial<
  Record<'groupTag' | 'displayName' | 'userPrincipalName' | 'addressableUserName', string | null>
>

export type ExportFormat = 'spreadsheet' | 'intune' | 'json'

export type JobRequest =
  | { readonly kind: 'update-devices'; readonly change: DeviceChange }
  /** `act` absent: as the tenant has it. */
  | { readonly kind: 'delete-devices'; readonly act?: OnDelete | undefined }
  /** Undoes a deletion. */
  | { readonly kind: 'restore-devices' }
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
  /** Null: not finished. */
  readonly endedAt: Date | null
  /** The job that this one undoes; null = none. */
  readonly undoOf: string | null
  /** The job that undoes this one; null = none. */
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
  /** The devices that it may change. */
  readonly scope: TagScope
  /** It names devices beyond its scope, which others of that scope may not read. */
  readonly isWide: boolean
  readonly undoOf?: string
}

/**
 * Whose jobs are there for a caller: their own, and those that reached or named no device beyond the caller's group tags. The rows of
 * others name devices, people and tags that do not exist for the caller.
 */
export type JobReach = { readonly scope: TagScope; readonly actor: AuditActor }

/** Days during which a change can be undone and a job can be read. */
export const jobDays = 30

export type DeviceJobs = {
  /** The rows follow through `addRows`, in the same transaction. */
  add(job: NewJob, rows: number): Promise<void>
  addRows(
    job: Pick<NewJob, 'id' | 'tenantId'>,
    rows: readonly (Pick<JobRow, 'number' | 'deviceId'> & Partial<JobRow>)[],
  ): Promise<void>
  /** Undefined also for one that `reach` hides. */
  find(tenantId: TenantId, id: string, reach: JobReach): Promise<Job | undefined>
  /** Newest first; `after` = the id of the last one seen. */
  list(
    tenantId: TenantId,
    query: {
      reach: JobReach
      state?: JobState | undefined
      kind?: JobRequest['kind'] | undefined
      after?: string | undefined
      limit: number
    },
  ): Promise<readonly Job[]>
  rows(
    tenantId: TenantId,
    query: { id: string; state?: RowState | undefined; after: number; limit: number },
  ): Promise<readonly JobRow[]>
  /** Keeps a preview of a change for an hour; it is not a job that runs, and no list shows it. */
  keepPreview(job: NewJob, counts: JobCounts, rows: readonly JobRow[]): Promise<void>
  /** Cancels an unfinished job; false = it is finished, or does not exist. Changes already made stay. */
  cancel(tenantId: TenantId, id: string): Promise<boolean>
  /** Records that `by` undoes `id`; false = another job already does. */
  markUndone(tenantId: TenantId, id: string, by: string): Promise<boolean>
}

/** One slice of a job, locked while it is worked on. */
export type HeldJob = {
  readonly tenantId: TenantId
  readonly id: string
  readonly request: JobRequest
  readonly undoOf: string | null
  readonly actor: AuditActor
  readonly scope: TagScope
  readonly label: string
  /** The next waiting rows; empty = all are done. */
  readonly rows: readonly JobRow[]
  /** They failed again and again, or those before them did: they are refused untried. */
  readonly isGivenUp: boolean
  /** The devices of the rows, within the job's scope; locked until the slice ends. */
  devices(): Promise<ReadonlyMap<DeviceId, Device>>
  settle(rows: readonly SettledRow[]): Promise<void>
  /** Finishes the job and returns its result. */
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
  /** Takes a waiting job and locks it while `work` runs, all or nothing; false = none is waiting. */
  withNextSlice(work: (held: HeldJob) => Promise<void>): Promise<boolean>
}
