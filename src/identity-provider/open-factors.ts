/** The ports of second factors, on the whole database or in one transaction. */
import type { RunInTransaction } from '../core/run-in-transaction.ts'
import type { Wrap } from '../core/wrap.ts'
import type { Store } from '../storage/sql/store.ts'
import { settledStandings } from './core/factors/delayed-removal.ts'
import { factorsOnce } from './core/factors/factors-once.ts'
import { thenForget } from './core/read-once.ts'
import type { rememberingRefusals } from './core/remember-refusals.ts'
import { webAuthn } from './passkeys/web-authn.ts'
import { factorPortsIn } from './storage/factors/factor-ports.ts'
import { peopleIn } from './storage/people.ts'
import { readTokenFile } from './token-files/read-token-file.ts'

type FactorOptions = {
  readonly store: Store
  readonly wrap: Wrap
  readonly publicUrl: string
  readonly now: () => Date
}

export function factorsWith(
  { store, wrap, publicUrl, now }: FactorOptions,
  remember: ReturnType<typeof rememberingRefusals>,
) {
  const fixed = { protocol: webAuthn, readTokenFile, origin: new URL(publicUrl).origin, now }
  return (unit: Store) => {
    const portsIn = (within: Store) => ({
      ...factorPortsIn(within, { wrap, whole: store, remember }),
      people: peopleIn(within),
      now,
    })
    const transact: RunInTransaction<ReturnType<typeof portsIn>> = (work) =>
      thenForget(() => unit.transaction((within) => work(portsIn(within))))
    const ports = factorsOnce(portsIn(unit))
    return {
      ...ports,
      ...fixed,
      transact,
      standings: settledStandings({ ...ports, transact }),
    }
  }
}
