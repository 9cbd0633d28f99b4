/** Jobs on many devices in PostgreSQL. The rows are the state, and counts are computed from them. */
import type pg from 'pg'
import type { DeviceId } from '../../core/ids.ts'
import type {
  DeviceJobs,
  Job,
  JobCounts,
  JobRequest,
  JobRow,
  JobState,
  NewJob,
} from '../../core/jobs/device-job.ts'
import { reachedJob, reachValues } from '../access/reached-jobs.ts'
import { reachedTags } from '../access/reached-tags.ts'
import type { Store } from '../sql/store.ts'

export function deviceJobsIn({ pool }: Pick<Store, 'pool'>): DeviceJobs {
  return {
    async add(job, rows) {
      await pool.query(insertJob, jobValues(job, 'ready', rows))
    },

    async addRows({ id, tenantId }, rows) {
      // What an undo copies has to be done again.
      const waiting = rows.map((row) => ({ ...row, state: 'waiting' as const, reason: null }))
      await insertRows(pool, { id, tenantId }, waiting)
    },

    async keepPreview(job, counts, rows) {
      await pool.query(insertJob, jobValues(job, 'preview', counts.asked))
      await pool.query('update device_job set counts = $3 where tenant_id = $1 and job_id = $2', [
        job.tenantId,
        job.id,
        JSON.stringify(counts),
      ])
      await insertRows(pool, job, rows)
    },

    async find(tenantId, id, reach) {
      const { rows } = await pool.query<StoredJob>(
        `${selectJob} where job.tenant_id = $1 and job.job_id = $4 and ${reached}`,
        [tenantId, ...reachValues(reach), id],
      )
      return rows[0] && toJob(rows[0])
    },

    async list(tenantId, { state, kind, after, limit, reach }) {
      const { rows } = await pool.query<StoredJob>(
        `${selectJob} where job.tenant_id = $1 and ${reached} and job.state <> 'preview' and ($4::text is null or job.state = $4)
          and ($5::uuid is null or job.job_id < $5) and ($7::text is null or job.kind = $7) order by job.job_id desc limit $6`,
        [tenantId, ...reachValues(reach), state ?? null, after ?? null, limit, kind ?? null],
      )
      return rows.map(toJob)
    },

    async rows(tenantId, { id, state, after, limit }) {
      const { rows } = await pool.query<StoredRow>(
        `select ${rowColumns} from device_job_row where tenant_id = $1 and job_id = $2
          and ($3::text is null or state = $3) and row_number > $4 order by row_number limit $5`,
        [tenantId, id, state ?? null, after, limit],
      )
      return rows.map(toJobRow)
    },

    async cancel(tenantId, id) {
      const { rowCount } = await pool.query(
        `update device_job set state = 'cancelled', ended_at = business_now()
          where tenant_id = $1 and job_id = $2 and state in ('ready', 'running')`,
        [tenantId, id],
      )
      return rowCount === 1
    },

    async markUndone(tenantId, id, by) {
      const { rowCount } = await pool.query(
        'update device_job set undone_by = $3 where tenant_id = $1 and job_id = $2 and undone_by is null',
        [tenantId, id, by],
      )
      return rowCount === 1
    },
  }
}

const reached = reachedJob(2)

const insertJob = `insert into device_job (tenant_id, job_id, kind, label, state, request, made_by, actor, tags, rows, undo_of, is_wide)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`

function jobValues(job: NewJob, state: JobState | 'preview', rows: number): unknown[] {
  const { tenantId, id, request, label, by, actor, scope, undoOf, isWide } = job
  return [
    tenantId,
    id,
    request.kind,
    label,
    state,
    JSON.stringify(request),
    by,
    JSON.stringify(actor),
    reachedTags(scope),
    rows,
    undoOf ?? null,
    isWide,
  ]
}

async function insertRows(
  pool: Pick<pg.ClientBase, 'query'>,
  { id, tenantId }: Pick<NewJob, 'id' | 'tenantId'>,
  rows: readonly (Pick<JobRow, 'number' | 'deviceId'> & Partial<JobRow>)[],
): Promise<void> {
  await pool.query(
    `insert into device_job_row (tenant_id, job_id, row_number, device_id, serial_number, state, reason, before, after)
      select $1, $2, number, device, serial, state, reason, before, after
      from unnest($3::int[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::jsonb[], $9::jsonb[])
        as row(number, device, serial, state, reason, before, after)`,
    [
      tenantId,
      id,
      rows.map(({ number }) => number),
      rows.map(({ deviceId }) => deviceId),
      rows.map(({ serialNumber }) => serialNumber ?? ''),
      rows.map(({ state }) => state ?? 'waiting'),
      rows.map(({ reason }) => reason ?? null),
      rows.map(({ before }) => (before ? JSON.stringify(before) : null)),
      rows.map(({ after }) => (after ? JSON.stringify(after) : null)),
    ],
  )
}

type StoredJob = {
  readonly job_id: string
  readonly label: string
  readonly state: JobState | 'preview'
  readonly request: JobRequest
  readonly made_by: string
  readonly created_at: Date
  readonly ended_at: Date | null
  readonly undo_of: string | null
  readonly undone_by: string | null
  readonly rows: number
  readonly counts: JobCounts | null
  readonly done: Partial<Record<JobRow['state'], number>> | null
}

/** The counts of a finished job were stored with it; those of a running job are computed. `$1` is the tenant. */
const selectJob = `select job.job_id, job.label, job.state, job.request, job.made_by, job.created_at, job.ended_at, job.undo_of,
    job.undone_by, job.rows, job.counts, case when job.counts is null then (select jsonb_object_agg(state, devices)
      from (select job_row.state, count(*) as devices from device_job_row as job_row
        where job_row.tenant_id = $1 and job_row.job_id = job.job_id group by job_row.state) as counted) end as done
  from device_job as job`

function toJob(row: StoredJob): Job {
  const { done } = row
  return {
    id: row.job_id,
    request: row.request,
    label: row.label,
    state: row.state === 'preview' ? 'done' : row.state,
    counts: row.counts ?? countsOf(row.rows, done ?? {}),
    by: row.made_by,
    createdAt: row.created_at,
    endedAt: row.ended_at,
    undoOf: row.undo_of,
    undoneBy: row.undone_by,
  }
}

export function countsOf(asked: number, done: Partial<Record<JobRow['state'], number>>): JobCounts {
  const { changed = 0, unchanged = 0, refused = 0, missing = 0 } = done
  return { asked, changed, unchanged, refused, missing }
}

export type StoredRow = {
  readonly row_number: number
  readonly device_id: DeviceId
  readonly serial_number: string
  readonly state: JobRow['state']
  readonly reason: string | null
  readonly before: JobRow['before']
  readonly after: JobRow['after']
}

export const rowColumns = 'row_number, device_id, serial_number, state, reason, before, after'

export function toJobRow(row: StoredRow): JobRow {
  const { row_number, device_id, serial_number, ...rest } = row
  return { number: row_number, deviceId: device_id, serialNumber: serial_number, ...rest }
}
