/** What people and programs have done to a device: one by one, which the audit trail holds, and with others, as a job. */
import { type AuditEntry, nameOfActor } from '../../core/audit/audit.ts'
import { subjectOf } from '../../core/audit/subjects.ts'
import type { TimelineEntry, TimelineValues } from '../../core/devices/timeline.ts'
import type { DeviceId } from '../../core/ids.ts'
import { reachedJob, reachValues } from '../access/reached-jobs.ts'
import { subjects } from '../audit/subject-index.ts'
import type { Source } from './timeline-source.ts'

export const edits: Source = async (pool, { tenantId, id, before, limit }) => {
  const { rows } = await pool.query<{ seq: string; at: Date; entry: string }>({
    name: 'timeline-edits',
    // An import's entry names hundreds of devices, whose hashes say the same; it is skipped because of its length.
    text: `select seq, at, entry from (select seq, at, entry from audit_entry
        where tenant_id = $1 and ${subjects} @> array[decode($5::text, 'hex')] offset 0) as about
      where length(entry) < 4000 and position('"id":"' || $2::text || '"' in entry) > 0
        and ($3::timestamptz is null or at < $3)
      order by at desc limit $4`,
    values: [tenantId, id, before, limit, subjectOf(id)],
  })
  return rows.flatMap(({ seq, at, entry }) => {
    const parsed = JSON.parse(entry) as AuditEntry
    // The registration is shown through its hash.
    return parsed.operation === 'Create' ? [] : [editEntry(`audit-${seq}`, at, { parsed, id })]
  })
}

function editEntry(
  id: string,
  at: Date,
  { parsed, id: device }: { readonly parsed: AuditEntry; readonly id: DeviceId },
): TimelineEntry {
  const properties = parsed.resources.find((resource) => resource.id === device)?.properties ?? []
  const values = (side: 'before' | 'after'): TimelineValues | null =>
    properties.length === 0
      ? null
      : Object.fromEntries(properties.map((property) => [property.name, property[side]]))
  const what =
    properties.length === 0
      ? parsed.activity
      : `Changed ${properties.map((p) => p.name).join(', ')}`
  return {
    id,
    at,
    kind: 'edited',
    sentence: parsed.result === 'Success' ? `${what}.` : `Refused: ${what}. ${parsed.reason ?? ''}`,
    actor: nameOfActor(parsed.actor),
    before: values('before'),
    after: values('after'),
    link: '/audit',
  }
}

export const jobs: Source = async (pool, { tenantId, id, before, limit, reach }) => {
  const { rows } = await pool.query<JobRow>({
    name: 'timeline-jobs',
    text: `select job.job_id, case when ${reachedJob(5)} then job.label end as label, job.made_by, coalesce(job.ended_at, job.created_at) as at, job_row.state, job_row.reason, job_row.before, job_row.after
      from device_job_row as job_row join device_job as job on job.tenant_id = job_row.tenant_id and job.job_id = job_row.job_id
      where job_row.tenant_id = $1 and job_row.device_id = $2 and job.kind <> 'export-devices' and job.state <> 'preview'
        and job_row.state in ('changed', 'refused')
        and ($3::timestamptz is null or coalesce(job.ended_at, job.created_at) < $3)
      order by at desc limit $4`,
    values: [tenantId, id, before, limit, ...reachValues(reach)],
  })
  return rows.map(
    (row): TimelineEntry => ({
      id: row.job_id,
      at: row.at,
      kind: 'job',
      sentence: jobSentence(row),
      actor: row.made_by,
      before: row.before,
      after: row.after,
      link: null,
    }),
  )
}

function jobSentence({ label, state, reason, after }: JobRow): string {
  const what = label ?? `Changed ${Object.keys(after ?? {}).join(', ') || 'with others'}`
  return state === 'changed' ? `${what}.` : `${what}: ${reason ?? 'refused'}`
}

type JobRow = {
  readonly job_id: string
  /** Null: the job is beyond the reader's reach. */
  readonly label: string | null
  readonly made_by: string
  readonly at: Date
  readonly state: string
  readonly reason: string | null
  readonly before: TimelineValues | null
  readonly after: TimelineValues | null
}
