/**
 * The queue of jobs: one slice in one transaction, protected by the job's row lock, so a server that dies has done
 * nothing.
 */
import type pg from 'pg'
import { tagsScope, wholeTenant } from '../../core/access/tag-scope.ts'
import type { AuditActor } from '../../core/audit/audit.ts'
import type { DeviceId, TenantId } from '../../core/ids.ts'
import type {
  HeldJob,
  JobCounts,
  JobQueue,
  JobRequest,
  JobRow,
  SettledRow,
} from '../../core/jobs/device-job.ts'
import { hasReachedTag } from '../access/reached-tags.ts'
import { type DeviceRow, deviceRowColumns, toDevice } from '../devices/device-rows.ts'
import { candidates, firstFree } from '../sql/first-free.ts'
import {
  failedTries,
  hasFailed,
  isToBeAbandoned,
  nextPieces,
  settledTries,
  type Tried,
} from '../sql/giving-up.ts'
import type { Transaction } from '../sql/store.ts'
import type { Turn } from '../sql/turns.ts'
import { countsOf, rowColumns, type StoredRow, toJobRow } from './device-jobs.ts'

/** Devices changed in one transaction: few enough that nobody waits long for one of them. */
const sliceRows = 200

const isOpen = "state in ('ready', 'running')"

type TakenJob = Tried & {
  readonly tenant_id: TenantId
  readonly job_id: string
  readonly request: JobRequest
  readonly undo_of: string | null
  readonly actor: AuditActor
  readonly tags: string[] | null
  readonly label: string
  readonly rows: number
}

/** The ports of one transaction, in which a slice is taken, worked on and settled: that of the job whose turn it is. */
export function jobQueueIn({ pool }: Pick<Transaction, 'pool'>, turn: Turn): JobQueue {
  return {
    async withNextSlice(work) {
      const job = await takeJob(pool, turn)
      if (job === undefined) return false
      await work(await heldJob(pool, job))
      return true
    },
  }
}

/** Of each tenant the first that waits, so that what is asked first is done first. */
const firstOfEach = `select distinct on (tenant_id) tenant_id, job_id, created_at from device_job
  where ${isOpen} and job_id <> all($1::uuid[]) order by tenant_id, created_at, job_id`

async function takeJob(
  pool: Pick<pg.ClientBase, 'query'>,
  turn: Turn,
): Promise<TakenJob | undefined> {
  const { rows } = await pool.query<{ tenant_id: TenantId; job_id: string }>(
    `select tenant_id, job_id from (${firstOfEach}) as first order by created_at, job_id`,
    [turn.resting],
  )
  const waiting = rows.map((row) => ({ tenantId: row.tenant_id, id: row.job_id }))
  return await firstFree(turn.inOrder(waiting).slice(0, candidates), async (each) => {
    const taken = await pool.query<TakenJob>(
      `update device_job set state = 'running' where tenant_id = $1 and job_id = (
          select job_id from device_job where tenant_id = $1 and job_id = $2 and ${isOpen} for update skip locked)
        returning tenant_id, job_id, request, undo_of, actor, tags, label, rows, attempts, careful, given_up`,
      [each.tenantId, each.id],
    )
    if (taken.rows[0] !== undefined) turn.begin(each)
    return taken.rows[0]
  })
}

async function heldJob(pool: Pick<pg.ClientBase, 'query'>, job: TakenJob): Promise<HeldJob> {
  const { tenant_id: tenantId, job_id: id } = job
  const { limit, isGivenUp } = nextPieces(job, sliceRows)
  const { rows } = await pool.query<StoredRow>(
    `select ${rowColumns} from device_job_row
      where tenant_id = $1 and job_id = $2 and state = 'waiting' order by row_number limit $3`,
    [tenantId, id, limit],
  )
  const waiting = rows.map(toJobRow)
  return {
    tenantId,
    id,
    request: job.request,
    undoOf: job.undo_of,
    actor: job.actor,
    scope: job.tags === null ? wholeTenant : tagsScope(job.tags),
    label: job.label,
    rows: waiting,
    isGivenUp,
    devices: () => lockedDevices(pool, tenantId, { tags: job.tags, rows: waiting }),
    async settle(settled) {
      await settle(pool, { tenantId, id }, settled)
      if (hasFailed(job)) await countTries(pool, { tenantId, id, isGivenUp })
    },
    end: () => end(pool, { tenantId, id, asked: job.rows }),
  }
}

/** In order of their ids, so that two jobs on the same devices wait for each other instead of deadlocking. */
async function lockedDevices(
  pool: Pick<pg.ClientBase, 'query'>,
  tenantId: TenantId,
  { tags, rows }: { tags: string[] | null; rows: readonly JobRow[] },
): Promise<ReadonlyMap<DeviceId, ReturnType<typeof toDevice>>> {
  const found = await pool.query<DeviceRow>({
    name: 'device-job-devices',
    text: `select ${deviceRowColumns.join(', ')} from device
      where tenant_id = $1 and device_id = any($2::uuid[])
        and ${hasReachedTag('group_tag', 3)}
      order by device_id for update`,
    values: [tenantId, rows.map(({ deviceId }) => deviceId), tags],
  })
  return new Map(found.rows.map((row) => [row.device_id as DeviceId, toDevice(tenantId, row)]))
}

async function settle(
  pool: Pick<pg.ClientBase, 'query'>,
  { tenantId, id }: { readonly tenantId: TenantId; readonly id: string },
  rows: readonly SettledRow[],
): Promise<void> {
  await pool.query({
    name: 'device-job-settle',
    text: `update device_job_row as job_row set state = outcome.state, serial_number = coalesce(outcome.serial, job_row.serial_number),
        reason = outcome.reason, before = outcome.before, after = outcome.after
      from unnest($3::int[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::jsonb[])
        as outcome(number, state, serial, reason, before, after)
      where job_row.tenant_id = $1 and job_row.job_id = $2 and job_row.row_number = outcome.number`,
    values: [
      tenantId,
      id,
      rows.map(({ number }) => number),
      rows.map(({ state }) => state),
      rows.map(({ serialNumber }) => serialNumber ?? null),
      rows.map(({ reason }) => reason ?? null),
      rows.map(({ before }) => (before ? JSON.stringify(before) : null)),
      rows.map(({ after }) => (after ? JSON.stringify(after) : null)),
    ],
  })
}

async function countTries(
  pool: Pick<pg.ClientBase, 'query'>,
  { tenantId, id, isGivenUp }: { tenantId: TenantId; id: string; isGivenUp: boolean },
): Promise<void> {
  await pool.query(
    `update device_job set ${settledTries('$3')} where tenant_id = $1 and job_id = $2`,
    [tenantId, id, isGivenUp],
  )
}

/** True: it fails so often that nothing is tried any more. */
export async function noteJobFailure(
  pool: Pick<pg.ClientBase, 'query'>,
  { tenantId, id }: { readonly tenantId: string; readonly id: string },
): Promise<boolean> {
  const { rows } = await pool.query<Tried>(
    `update device_job set ${failedTries(sliceRows)}
      where tenant_id = $1 and job_id = $2 and ${isOpen} returning attempts, careful`,
    [tenantId, id],
  )
  return rows[0] !== undefined && isToBeAbandoned(rows[0])
}

async function end(
  pool: Pick<pg.ClientBase, 'query'>,
  { tenantId, id, asked }: { readonly tenantId: TenantId; readonly id: string; asked: number },
): Promise<JobCounts> {
  const { rows } = await pool.query<{ state: JobRow['state']; devices: string }>(
    'select state, count(*) as devices from device_job_row where tenant_id = $1 and job_id = $2 group by state',
    [tenantId, id],
  )
  const counts = countsOf(
    asked,
    Object.fromEntries(rows.map(({ state, devices }) => [state, Number(devices)])),
  )
  await pool.query(
    `update device_job set state = 'done', ended_at = business_now(), counts = $3
      where tenant_id = $1 and job_id = $2`,
    [tenantId, id, JSON.stringify(counts)],
  )
  return counts
}
