/** Shapes of jobs on many devices. */

import { maxGroupTagLength } from 'taxiway-autopilot'
import type {
  JobRequest,
  Page,
  Job as WireJob,
  JobRow as WireJobRow,
} from 'taxiway-autopilot/admin'
import { z } from 'zod'
import type { DeviceId } from '../../../core/ids.ts'
import { type Job, type JobRow, jobDays } from '../../../core/jobs/device-job.ts'
import { undoUntil } from '../../../core/jobs/undo-job.ts'

/** In its one canonical form. */
const deviceId = z.guid().transform((text) => text.toLowerCase() as DeviceId)

const tag = z.string().max(maxGroupTagLength)
const cleared = z.strictObject({ clear: z.literal(true) })

const change = z.strictObject({
  groupTag: z
    .union([
      z.strictObject({ set: tag }),
      z.strictObject({ prepend: tag.min(1) }),
      z.strictObject({ append: tag.min(1) }),
      cleared,
    ])
    .optional(),
  displayName: z.strictObject({ template: z.string().min(1).max(100) }).optional(),
  userPrincipalName: z
    .union([z.strictObject({ set: z.string().min(1).max(320) }), cleared])
    .optional(),
})

export const jobRequest = z.strictObject({
  kind: z.enum(['update-devices', 'delete-devices', 'export-devices']),
  selection: z.union([
    z.strictObject({ ids: z.array(deviceId).min(1).max(5_000) }),
    z.strictObject({
      q: z.string().max(256).default(''),
      filter: z.string().default(''),
      except: z.array(deviceId).max(5_000).default([]),
      expectedCount: z.number().int().min(0),
    }),
  ]),
  change: change.optional(),
  /** What a deletion does; absent: as the organization has it. */
  act: z.enum(['reserve', 'release']).optional(),
  format: z.enum(['spreadsheet', 'intune', 'json']).default('spreadsheet'),
  columns: z.array(z.string()).max(50).default([]),
  dryRun: z.boolean().default(false),
}) satisfies z.ZodType<unknown, JobRequest>

const counts = z.object({
  asked: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  refused: z.number(),
  missing: z.number(),
})

export const deviceJobAnswer = z.object({
  id: z.string(),
  kind: z.string(),
  label: z.string(),
  state: z.enum(['ready', 'running', 'done', 'cancelled']),
  counts,
  by: z.string(),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
  undoUntil: z.string().nullable(),
  resultUrl: z.string().nullable(),
}) satisfies z.ZodType<WireJob>

export const jobPage = z.object({
  value: z.array(deviceJobAnswer),
  next: z.string().nullable(),
}) satisfies z.ZodType<Page<WireJob>>

export const jobPageQuery = z.object({
  state: z.enum(['ready', 'running', 'done', 'cancelled']).optional(),
  kind: z
    .enum(['update-devices', 'delete-devices', 'restore-devices', 'export-devices'])
    .optional(),
  after: z.guid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

const values = z.record(z.string(), z.string().nullable()).nullable()

export const jobRowAnswer = z.object({
  deviceId: z.string(),
  serialNumber: z.string(),
  state: z.string(),
  reason: z.string().nullable(),
  before: values,
  after: values,
}) satisfies z.ZodType<WireJobRow>

export const jobRowsPage = z.object({
  value: z.array(jobRowAnswer),
  next: z.string().nullable(),
}) satisfies z.ZodType<Page<WireJobRow>>

export const jobRowsQuery = z.object({
  state: z.enum(['waiting', 'changed', 'unchanged', 'refused', 'missing']).optional(),
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
})

export const jobResultQuery = z.object({ format: z.enum(['csv', 'jsonl']).default('csv') })

export function presentDeviceJob(job: Job, now: Date): z.input<typeof deviceJobAnswer> {
  const { id, request, label, state, by, createdAt, endedAt } = job
  return {
    id,
    kind: request.kind,
    label,
    state,
    counts: job.counts,
    by,
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    undoUntil: undoUntil(job, now)?.toISOString() ?? null,
    resultUrl: state === 'done' ? `/admin/v1/jobs/${id}/result` : null,
  }
}

export function presentJobRow(row: JobRow): z.input<typeof jobRowAnswer> {
  const { deviceId, serialNumber, state, reason, before, after } = row
  return { deviceId, serialNumber, state, reason, before, after }
}

/** In words, for a route's summary. */
export const keptFor = `${jobDays} days`
