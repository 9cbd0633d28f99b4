/** Jobs on many devices, worked on by whichever server is free. */
import { runNextSlice } from '../core/jobs/run-job.ts'
import { appendAudit } from '../storage/audit/append-audit.ts'
import { jobQueueIn } from '../storage/jobs/job-queue.ts'
import type { Base } from './base.ts'

/** Works on one slice of a job; false when none waits. */
export function deviceJobRunner({ store, devices, now }: Base): () => Promise<boolean> {
  const queue = jobQueueIn(store)
  return () =>
    runNextSlice({
      queue,
      devices,
      now,
      appendAudit: ({ tenantId }, entry) => appendAudit(store.pool, tenantId, [entry]),
    })
}
