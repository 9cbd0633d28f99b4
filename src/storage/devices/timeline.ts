/**
 * The timeline of a device: four sources, each queried for its newest entries through its own index, merged by
 * time.
 */
import type pg from 'pg'
import { type AuditEntry, nameOfActor } from '../../core/audit/audit.ts'
import type { DeploymentEvent } from '../../core/deployment/deployment-event.ts'
import { sentenceOf } from '../../core/deployment/event-sentence.ts'
import type {
  TimelineEntry,
  TimelineKind,
  TimelineQuery,
  Timelines,
  TimelineValues,
} from '../../core/devices/timeline.ts'
import { type DeviceId, splitReceiptId, type TenantId } from '../../core/ids.ts'
import { reachedJob, reachValues } from '../access/reached-jobs.ts'
import type { Store } from '../sql/store.ts'

type Asked = {
  readonly tenantId: TenantId
  readonly id: DeviceId
  readonly before: Date | null
  readonly limit: number
} & Pick<TimelineQuery, 'reach' | 'namesImports'>

type Source = (
  pool: Pick<pg.ClientBase, 'query'>,
  asked: Asked,
) => Promise<readonly TimelineEntry[]>

export function timelinesIn({ pool }: Pick<Store, 'pool'>): Timelines {
  return {
    async of(tenantId, id, { kinds, before, ...query }: TimelineQuery) {
      const { limit } = query
      const asked = { ...query, tenantId, id, before: before ?? null }
      const wanted = sources.filter(({ gives }) => gives.some((kind) => kinds.includes(kind)))
      const found = await Promise.all(wanted.map(({ ask }) => ask(pool, asked)))
      return found
        .flat()
        .filter(({ kind }) => kinds.includes(kind))
        .toSorted((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1))
        .slice(0, limit)
    },
  }
}

const hashes: Source = async (pool, { tenantId, id, before, limit, namesImports }) => {
  const { rows } = await pool.query<HashRow>({
    name: 'timeline-hashes',
    text: `select device_hash.hash_id, device_hash.accepted_at, device_hash.changes, label.label, label.made_by from device_hash
      left join import_label as label on label.tenant_id = device_hash.tenant_id
        and label.import_id = (left(device_hash.hash_id::text, 28) || '00000000')::uuid
      where device_hash.tenant_id = $1 and device_hash.device_id = $2 and ($3::timestamptz is null or device_hash.accepted_at < $3)
      order by device_hash.accepted_at desc limit $4`,
    values: [tenantId, id, before, limit],
  })
  return rows.map((row) => hashEntry(row, namesImports))
}

type HashRow = {
  readonly hash_id: string
  readonly accepted_at: Date
  readonly changes: string[] | null
  readonly label: string | null
  readonly made_by: string | null
}

/** The first hash is the registration; later ones show what had changed. */
function hashEntry(
  { hash_id, accepted_at, changes, label, made_by }: HashRow,
  namesImports: boolean,
): TimelineEntry {
  const from = label === null || !namesImports ? '' : ` with '${label}'`
  const importId = namesImports ? splitReceiptId(hash_id)?.importId : undefined
  return {
    id: hash_id,
    at: accepted_at,
    kind: changes === null ? 'registered' : 'hash',
    sentence:
      changes === null
        ? `Registered${from}.`
        : `Recognized by a new hardware hash${from}; changed: ${changes.join(', ') || 'nothing that counts'}.`,
    actor: made_by,
    before: null,
    after: null,
    link: importId === undefined ? null : `/imports/${importId}`,
  }
}

const edits: Source = async (pool, { tenantId, id, before, limit }) => {
  const { rows } = await pool.query<{ seq: string; at: Date; entry: string }>({
    name: 'timeline-edits',
    // An import's entry names hundreds of devices, whose hashes say the same; it is skipped because of its length.
    text: `select seq, at, entry from audit_entry where tenant_id = $1 and length(entry) < 4000
        and position('"id":"' || $2::text || '"' in entry) > 0
        and ($3::timestamptz is null or at < $3)
      order by at desc limit $4`,
    values: [tenantId, id, before, limit],
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

const jobs: Source = async (pool, { tenantId, id, before, limit, reach }) => {
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

const boots: Source = async (pool, { tenantId, id, before, limit }) => {
  const { rows } = await pool.query<DeploymentEvent>({
    name: 'timeline-boots',
    text: `select event_id as id, at, kind, code, detail from deployment_event
      where tenant_id = $1 and device_id = $2 and ($3::timestamptz is null or at < $3)
      order by event_id desc limit $4`,
    values: [tenantId, id, before, limit],
  })
  return rows.map(
    (event): TimelineEntry => ({
      id: event.id,
      at: event.at,
      kind: 'boot',
      sentence: sentenceOf(event),
      actor: null,
      before: null,
      after: null,
      link: null,
    }),
  )
}

const sources: readonly { readonly gives: readonly TimelineKind[]; readonly ask: Source }[] = [
  { gives: ['registered', 'hash'], ask: hashes },
  { gives: ['edited'], ask: edits },
  { gives: ['job'], ask: jobs },
  { gives: ['boot'], ask: boots },
]
