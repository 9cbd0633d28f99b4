/** Which jobs are there for a caller, as a condition on `device_job as job`. */
import type { AuditActor } from '../../core/audit/audit.ts'
import type { JobReach } from '../../core/jobs/device-job.ts'
import { reachedTags } from './reached-tags.ts'

/** Of `job`; the values of a reach begin with that number. */
export function reachedJob(first: number): string {
  return `($${first}::text[] is null or (job.tags <@ $${first} and not job.is_wide) or job.actor ->> ($${first + 1}::text[])[1] = ($${first + 1}::text[])[2])`
}

export function reachValues({
  scope,
  actor,
}: JobReach): readonly [readonly string[] | null, unknown] {
  return [reachedTags(scope), ownerOf(actor)]
}

/** The member of an actor that names it for good, and its value. */
function ownerOf(actor: AuditActor): readonly string[] {
  if (actor.kind === 'user') return ['userId', actor.userId]
  return actor.kind === 'application' ? ['objectId', actor.objectId] : ['', '']
}
