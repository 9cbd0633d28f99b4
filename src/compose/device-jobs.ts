/** Jobs on many devices, run by any free server. */
import type { TenantId } from '../core/ids.ts'
import { abandoned } from '../core/jobs/given-up.ts'
import { runNextSlice } from '../core/jobs/run-job.ts'
import { appendAudit } from '../storage/audit/append-audit.ts'
import { writeActEvent } from '../storage/events/write-act-event.ts'
import { deviceJobsIn } from '../storage/jobs/device-jobs.ts'
import { jobQueueIn, noteJobFailure } from '../storage/jobs/job-queue.ts'
import { turnsOf, type Waiting } from '../storage/sql/turns.ts'
import type { Base } from './base.ts'
import { standingIn } from './ports/standing-ports.ts'

/** Works on one slice of a job, in one transaction; false if none is waiting. */
export function deviceJobRunner({ store, basePortsIn, now }: Base): () => Promise<boolean> {
  const turns = turnsOf(async (job) => {
    if (await noteJobFailure(store.pool, job)) await abandon(store, job)
  })
  return () =>
    turns.take((turn) =>
      store.once((unit) =>
        runNextSlice({
          ...basePortsIn(unit),
          queue: jobQueueIn(unit, turn),
          standing: standingIn(unit, basePortsIn(unit)),
          now,
          announceChanged: ({ tenantId }, ids) =>
            writeActEvent(unit.client, tenantId, { type: 'device.updated', subjects: ids }),
          appendAudit: ({ tenantId }, entry) => appendAudit(unit.client, tenantId, [entry]),
        }),
      ),
    )
}

/** So that it ends although nothing can be written of its devices. */
async function abandon(store: Base['store'], { tenantId, id }: Waiting): Promise<void> {
  await store.transaction(async (unit) => {
    if (await deviceJobsIn(unit).cancel(tenantId as TenantId, id))
      await appendAudit(unit.client, tenantId, [abandoned('DeviceJob', id)])
  })
}
