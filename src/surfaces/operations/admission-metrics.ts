/** What the listener admits and what it rejects, for people who watch a server under load. */
import { Counter, Gauge, type Registry } from 'prom-client'

export type AdmissionFigures = {
  /** How many requests may be processed at once. */
  readonly slots: number
  readonly inProgress: number
  readonly waiting: number
  /** Seconds by which the event loop was late at the last sample. */
  readonly lag: number
  /** Requests rejected since the start, keyed by `<priority> <reason>`. */
  readonly rejected: ReadonlyMap<string, number>
}

export function addAdmissionMetrics(registry: Registry, figures: () => AdmissionFigures): void {
  const gauges = [
    ['taxiway_requests_allowed', 'slots', 'Requests that may be processed at once.'],
    ['taxiway_requests_in_progress', 'inProgress', 'Requests being processed.'],
    ['taxiway_requests_waiting', 'waiting', 'Requests waiting for their turn.'],
    ['taxiway_event_loop_lag_seconds', 'lag', 'How late the event loop was at the last sample.'],
  ] as const
  for (const [name, figure, help] of gauges)
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(figures()[figure])
      },
    })
  new Counter({
    name: 'taxiway_requests_rejected_total',
    help: 'Requests rejected because the server was overloaded or their body was too slow.',
    labelNames: ['priority', 'reason'] as const,
    registers: [registry],
    collect() {
      this.reset()
      for (const [key, count] of figures().rejected) {
        const [priority = '', reason = ''] = key.split(' ')
        this.inc({ priority, reason }, count)
      }
    },
  })
}
