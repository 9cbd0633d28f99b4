/** `/intake/v1`: what is handed in at devices. */
import { Buckets } from '../core/deployment/rate-limits.ts'
import type { WrongCodes } from '../core/intake/hand-in.ts'
import { intakeDoorIn } from '../storage/intake/intake-door.ts'
import { type StoredWrongCodes, wrongCodesIn } from '../storage/intake/wrong-codes.ts'
import { intakeApp } from '../surfaces/intake/app.ts'
import { intakePlace } from '../surfaces/intake/surface.ts'
import type { Base } from './base.ts'

/** Of one network, before the database is asked: a flood of wrong codes is none for the database, and no more are looked up at once. */
const asked = { capacity: 60, perSecond: 1 }

export function intakeSurface(base: Base) {
  const { store, wrap, now, publicUrl, onEvent = () => undefined } = base
  const app = intakeApp({
    now,
    publicUrl,
    door: intakeDoorIn(store, wrap),
    wrongCodes: counted(wrongCodesIn(store), new Buckets(asked, now)),
    onEvent,
    report: (error, requestId) => base.report(error, requestId),
  })
  return { ...intakePlace, app }
}

function counted(stored: StoredWrongCodes, here: Buckets): WrongCodes {
  return {
    async begin(network) {
      here.take(network)
      await stored.begin(network)
    },
    countWrong: stored.countWrong,
    noteRight: (network) => here.giveBack(network),
  }
}
