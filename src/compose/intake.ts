/** `/intake/v1`: what is handed in at devices. */
import { Buckets } from '../core/deployment/rate-limits.ts'
import { intakeDoorIn } from '../storage/intake/intake-door.ts'
import { intakeApp } from '../surfaces/intake/app.ts'
import { intakePlace } from '../surfaces/intake/surface.ts'
import type { Base } from './base.ts'

/** Wrong codes of one network: ten, and one more each minute. */
const wrongCodes = { capacity: 10, perSecond: 1 / 60 }

export function intakeSurface(base: Base) {
  const { store, wrap, now, publicUrl, onEvent = () => undefined } = base
  const app = intakeApp({
    now,
    publicUrl,
    door: intakeDoorIn(store, wrap),
    wrongCodes: new Buckets(wrongCodes, now),
    onEvent,
    report: (error, requestId) => base.report(error, requestId),
  })
  return { ...intakePlace, app }
}
