/** What the listener lets in and what it sends away, for people who watch a server under load. */
import { Counter, Gauge, type Registry } from 'prom-client'

export type AdmissionFigures = {
  /** How many requests may be worked on at once. */
  readonly places: number
  readonly inHand: number
  readonly waiting: number
  /** Seconds by which the event loop was late when it was last looked at. */
  readonly lag: number
  /** Requests sent away since the start, by priority and reason with a blank between them. */
  readonly sentAway: ReadonlyMap<string, number>
}

export function addAdmissionMetrics(registry: Registry, figures: () => AdmissionFigures): void {
  const gauges = [
    ['taxiway_requests_allowed', 'places', 'Requests that may be worked on at once.'],
    ['taxiway_requests_in_hand', 'inHand', 'Requests that are worked on.'],
    ['taxiway_requests_waiting', 'waiting', 'Requests that wait for their turn.'],
    ['taxiway_event_loop_late_seconds', 'lag', 'By how much the event loop was late.'],
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
    name: 'taxiway_requests_sent_away_total',
    help: 'Requests told to come again because the server had more to do than it could.',
    labelNames: ['priority', 'reason'] as const,
    registers: [registry],
    collect() {
      this.reset()
      for (const [key, count] of figures().sentAway) {
        const [priority = '', reason = ''] = key.split(' ')
        this.inc({ priority, reason }, count)
      }
    },
  })
}
