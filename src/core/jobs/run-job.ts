/**
 * One slice of a job: each row is planned on the device as it is now, carried out, and recorded with its previous
 * values. Rows at which the server fails again and again are refused, so that every job ends.
 */

import { common, type TagScope } from '../access/tag-scope.ts'
import { asAdmitted, withActor, withNotes, withScope } from '../acting.ts'
import type { AuditEntry } from '../audit/audit.ts'
import type { DeviceId } from '../ids.ts'
import type { Standing } from '../standing/standing.ts'
import type { HeldJob, JobCounts, JobQueue, JobRow, SettledRow } from './device-job.ts'
import { givenUp } from './given-up.ts'
import { permissionsOfJob } from './job-permissions.ts'
import { type SettleDeps, settledRows } from './settled-rows.ts'

export type RunDeps = SettleDeps & {
  readonly queue: JobQueue
  readonly standing: Standing
  /** Writes the event of devices that the slice has changed, in its transaction. */
  readonly announceChanged: (held: HeldJob, ids: readonly DeviceId[]) => Promise<void>
  /** Writes the audit entry of a finished job, in its last slice's transaction. */
  readonly appendAudit: (held: HeldJob, entry: AuditEntry) => Promise<void>
}

/** Works on one slice; false = no job is waiting. */
export function runNextSlice(deps: RunDeps): Promise<boolean> {
  return deps.queue.withNextSlice(async (held) => {
    const scope = held.rows.length === 0 ? held.scope : await scopeNow(deps, held)
    if (scope === undefined) return await held.settle(held.rows.map(forbidden))
    // The rows are the record of what was done; the audit trail names the job once.
    await withScope(scope, () =>
      withActor(held.actor, () =>
        withNotes(
          () => undefined,
          async () => {
            // Its devices were counted when it began.
            if (held.rows.length > 0) await workOn(deps, held)
            else await deps.appendAudit(held, entryOf(held, await held.end()))
          },
        ),
      ),
    )
  })
}

/** As far as the job reached when it began, and its maker still reaches; undefined = not at all. */
async function scopeNow(
  { standing }: RunDeps,
  { tenantId, actor, request, scope }: HeldJob,
): Promise<TagScope | undefined> {
  const now = await standing.scopeOf(tenantId, actor, permissionsOfJob(request))
  return now && common(scope, now)
}

function forbidden({ number }: JobRow): SettledRow {
  const reason = 'The one who began the job may not do this any more.'
  return { number, state: 'refused', reason }
}

async function workOn(deps: RunDeps, held: HeldJob): Promise<void> {
  const rows = held.isGivenUp
    ? held.rows.map(({ number }): SettledRow => ({ number, state: 'refused', reason: givenUp }))
    : await asAdmitted(() => settledRows(deps, held))
  await held.settle(rows)
  // Deletions and restorations announce themselves.
  if (held.request.kind !== 'update-devices') return
  const changed = new Set(rows.flatMap(({ state, number }) => (state === 'changed' ? number : [])))
  const ids = held.rows.flatMap(({ number, deviceId }) => (changed.has(number) ? deviceId : []))
  if (ids.length > 0) await deps.announceChanged(held, ids)
}

function entryOf(held: HeldJob, counts: JobCounts): AuditEntry {
  const properties = Object.entries(counts).map(([name, count]) => ({
    name,
    before: null,
    after: String(count),
  }))
  return {
    category: 'Enrollment',
    activity: 'Action end DeviceJob',
    operation: 'Action',
    result: 'Success',
    actor: held.actor,
    correlationId: held.id,
    resources: [{ type: 'DeviceJob', id: held.id, name: held.label, properties }],
  }
}
