/** Jobs on many devices, run by any free server. */
import { runNextSlice } from '../core/jobs/run-job.ts'
import { appendAudit } from '../storage/audit/append-audit.ts'
import { writeActEvent } from '../storage/events/write-act-event.ts'
import { jobQueueIn } from '../storage/jobs/job-queue.ts'
import { turnsOf } from '../storage/sql/turns.ts'
import type { Base } from './base.ts'
import { standingIn } from './ports/standing-ports.ts'

/** Works on one slice of a job, in one transaction; false if none is waiting. */
export function deviceJobRunner({ store, basePortsIn, now }: Base): () => Promise<boolean> {
  const turns = turnsOf()
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
