/** Health, readiness and metrics. */
import { operationsApp } from '../surfaces/operations/app.ts'
import { operationsPlace } from '../surfaces/operations/surface.ts'
import type { Base } from './base.ts'

export function operationsSurface({
  store,
  metricsApart = false,
  warning,
  report,
  admission,
  isLeaving = () => false,
}: Base) {
  const operations = operationsApp({
    ready: store.answers,
    warning: warning ?? (() => undefined),
    isLeaving,
    metricsApart,
    ...(admission && { admission }),
    report,
  })
  return { ...operationsPlace, ...operations }
}
