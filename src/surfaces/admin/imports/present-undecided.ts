/** Imports that are not decided altogether, as they are answered. */
import type { ImportJob as WireJob } from 'taxiway-autopilot/admin'
import type { ImportJob } from '../../../core/imports/import-jobs.ts'

export function presentUndecided(job: ImportJob): WireJob {
  const { importId, rows, decided, attempts, dueAt } = job
  return { importId, rows, decided, attempts, dueAt: dueAt.toISOString() }
}
