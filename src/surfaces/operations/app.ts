/** For operators and monitoring: liveness, readiness, metrics. */
import { Hono } from 'hono'
import { Counter, collectDefaultMetrics, Registry } from 'prom-client'
import type { RowDecision } from '../../core/imports/slice.ts'
import { addOpenRoutes, open } from '../http/open-route.ts'
import { requireGuards } from '../http/protected-routes.ts'
import { type AdmissionFigures, addAdmissionMetrics } from './admission-metrics.ts'
import { operationsErrors } from './errors.ts'

export type OperationsDeps = {
  /** Whether the database answers. */
  readonly ready: () => Promise<boolean>
  /** Whether the server is about to stop; then balancers send it nothing more. */
  readonly isLeaving?: () => boolean
  /** A warning for the operator, although the server answers; undefined = none. */
  readonly warning: () => string | undefined
  /** Whether metrics have their own port; then they are not at the server's origin. */
  readonly metricsApart: boolean
  readonly admission?: () => AdmissionFigures
  /** Called with internal errors. */
  readonly report: (error: unknown) => void
}

export function operationsApp({
  ready,
  isLeaving = () => false,
  warning,
  metricsApart,
  report,
  admission,
}: OperationsDeps) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  if (admission) addAdmissionMetrics(registry, admission)
  const requests = new Counter({
    name: 'taxiway_http_requests_total',
    help: 'Requests answered, by surface, method and status.',
    labelNames: ['surface', 'method', 'status'] as const,
    registers: [registry],
  })
  const importRows = new Counter({
    name: 'taxiway_import_rows_total',
    help: 'Rows of imports decided by this server, by result.',
    labelNames: ['result'] as const,
    registers: [registry],
  })

  const challenges = new Counter({
    name: 'taxiway_device_challenges_total',
    help: 'Challenges made for devices, by result.',
    labelNames: ['result'] as const,
    registers: [registry],
  })
  const profiles = new Counter({
    name: 'taxiway_device_profiles_total',
    help: 'Requests of devices for a profile, by what they showed and what they received.',
    labelNames: ['mode', 'result'] as const,
    registers: [registry],
  })

  const app = new Hono()
  app.onError(operationsErrors(report))
  addOpenRoutes(app, [
    open({
      method: 'GET',
      path: '/livez',
      reason:
        'a program that watches the process has no account here, and learns only that it runs',
      says: 'text/plain',
      handle: (c) => c.text('ok'),
    }),
    open({
      method: 'GET',
      path: '/readyz',
      reason: 'balancers have no account here, and learn whether to send requests',
      says: 'text/plain',
      handle: async (c) => {
        if (isLeaving()) {
          c.header('Retry-After', '1')
          return c.text('the server is being stopped', 503)
        }
        if (!(await ready())) {
          c.header('Retry-After', '1')
          return c.text('the database cannot be reached', 503)
        }
        const message = warning()
        return c.text(message === undefined ? 'ok' : `ok, but ${message}`)
      },
    }),
  ])
  const metrics = new Hono()
  const measured = open({
    method: 'GET',
    path: '/metrics',
    reason:
      'counts alone, of no tenant and no device; a port of their own keeps them from the public',
    says: 'text/plain',
    handle: async (c) =>
      c.body(await registry.metrics(), 200, { 'content-type': registry.contentType }),
  })
  for (const each of metricsApart ? [metrics] : [metrics, app]) addOpenRoutes(each, [measured])
  requireGuards(app)
  return {
    app,
    /** Only `/metrics`. */
    metrics,
    countAnswer: (surface: string, method: string, status: number) =>
      requests.inc({ surface, method, status }),
    countDevices: {
      countChallenge: (result: string) => challenges.inc({ result }),
      countProfile: (mode: string, result: string) => profiles.inc({ mode, result }),
    },
    countDecisions(decisions: readonly RowDecision[]) {
      for (const each of decisions)
        importRows.inc({ result: each.kind === 'registered' ? 'complete' : each.refusal })
    },
  }
}
