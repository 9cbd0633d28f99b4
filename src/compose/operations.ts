/** Health, readiness and metrics. */
import type { Store } from '../storage/sql/store.ts'
import { operationsApp } from '../surfaces/operations/app.ts'
import { operationsPlace } from '../surfaces/operations/surface.ts'
import type { Base } from './base.ts'

export function operationsSurface({ store, metricsApart = false, warning, report }: Base) {
  const operations = operationsApp({
    ready: () => answers(store),
    warning: warning ?? (() => undefined),
    metricsApart,
    report,
  })
  return { ...operationsPlace, ...operations }
}

function answers({ pool }: Store): Promise<boolean> {
  return pool.query('select').then(
    () => true,
    () => false,
  )
}
