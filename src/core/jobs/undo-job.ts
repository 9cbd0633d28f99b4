/** Undoing a change: a new job over the rows that were changed, for 30 days. */
import type { TagScope } from '../access/tag-scope.ts'
import { currentActor, currentScope } from '../acting.ts'
import type { AuditActor } from '../audit/audit.ts'
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import { newUuid } from '../uuid.ts'
import {
  type DeviceJobs,
  type Job,
  type JobReach,
  type JobRequest,
  jobDays,
  type NewJob,
} from './device-job.ts'

/** Undefined: it cannot be undone, or no longer. */
export function undoUntil(job: Job, now: Date): Date | undefined {
  const { request, state, endedAt, counts, undoneBy, undoOf } = job
  if (!isUndoable(request) || endedAt === null || counts.changed === 0) return undefined
  if (state === 'ready' || state === 'running' || undoneBy !== null || undoOf !== null)
    return undefined
  const until = new Date(endedAt.getTime() + jobDays * 86_400_000)
  return until > now ? until : undefined
}

/** A release cannot be undone: the devices may have another owner by now. */
function isUndoable(request: JobRequest): boolean {
  return (
    request.kind === 'update-devices' ||
    (request.kind === 'delete-devices' && request.act !== 'release')
  )
}

export type Undo = {
  readonly tenantId: TenantId
  readonly id: string
  readonly by: string
  readonly actor: AuditActor
  readonly scope: TagScope
  readonly now: Date
}

const nobody: AuditActor = { kind: 'system', job: 'undo' }

/** Rows copied at a time. */
const slice = 1_000

export async function undoJob(jobs: DeviceJobs, undo: Undo): Promise<Job> {
  const { tenantId, id, now, ...who } = undo
  const job = await findJob(jobs, tenantId, id)
  if (undoUntil(job, now) === undefined) throw new DomainError('conflict', whyNot(job))
  const made: NewJob = {
    ...who,
    tenantId,
    id: newUuid(),
    request: job.request.kind === 'delete-devices' ? { kind: 'restore-devices' } : job.request,
    label: `Undo: ${job.label}`,
    undoOf: id,
    // Its own maker may undo a job beyond the scope of today; others of that scope do not read it for that.
    isWide: (await jobs.find(tenantId, id, { scope: who.scope, actor: nobody })) === undefined,
  }
  if (!(await jobs.markUndone(tenantId, id, made.id)))
    throw new DomainError('conflict', whyNot({ ...job, undoneBy: made.id }))
  await jobs.add(made, job.counts.changed)
  let after = 0
  for (let number = 1; ; ) {
    const rows = await jobs.rows(tenantId, { id, state: 'changed', after, limit: slice })
    if (rows.length === 0) break
    await jobs.addRows(
      made,
      rows.map((row) => ({ ...row, number: number++ })),
    )
    after = rows.at(-1)?.number ?? after
  }
  return await findJob(jobs, tenantId, made.id)
}

/** Of the current act. */
export function currentReach(): JobReach {
  return { scope: currentScope(), actor: currentActor() }
}

export async function findJob(jobs: DeviceJobs, tenantId: TenantId, id: string): Promise<Job> {
  const job = await jobs.find(tenantId, id, currentReach())
  if (job === undefined) throw new DomainError('not-found', `There is no job with the id '${id}'.`)
  return job
}

function whyNot({ request, state, undoneBy, undoOf }: Job): string {
  if (!isUndoable(request))
    return 'Only changes and deletions of devices can be undone, not releases.'
  if (undoneBy !== null) return 'This change has been undone already.'
  if (undoOf !== null) return 'An undo is not undone; change the devices again.'
  if (state === 'ready' || state === 'running')
    return 'The job is still running. Cancel it first, or wait until it has ended.'
  return `Changes can be undone for ${jobDays} days, on devices that were changed.`
}
