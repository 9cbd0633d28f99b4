/** The guard of a surface: whom it lets in, and the ports that its routes are given. */
import type { StepUp } from '../core/access/step-up.ts'
import type { Store } from '../storage/sql/database.ts'
import type { GuardDeps } from '../surfaces/http/guard.ts'
import type { Base } from './base.ts'

export function guardOn<Ports>(
  { store, access, audit }: Pick<Base, 'store' | 'access' | 'audit'>,
  stepUp: StepUp,
  portsIn: (unit: Store) => Ports,
): GuardDeps<Ports> {
  const ports = portsIn(store)
  return {
    access,
    stepUp,
    ports,
    change: (act, work) => audit.change(act, (note) => work(ports, note)),
    refused: (act, reason) => audit.refused(act, reason),
  }
}
