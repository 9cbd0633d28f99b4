/** `/omadm/results`: hashes from other management services. */

import type { Store } from '../storage/sql/store.ts'
import { relayApp } from '../surfaces/mdm-relay/app.ts'
import { mdmRelayPlace } from '../surfaces/mdm-relay/surface.ts'
import type { Base } from './base.ts'
import { guardOn } from './guarding.ts'
import type { IdentityProvider } from './identity-provider.ts'

export function mdmRelaySurface(base: Base, { verify, stepUp }: IdentityProvider) {
  const portsIn = (unit: Store) => ({ ...base.basePortsIn(unit), onImport: base.onImport })
  const app = relayApp({
    verify,
    guard: guardOn(base, stepUp, portsIn),
    origin: base.origin,
    report: (error, requestId) => base.report(error, requestId),
  })
  return { ...mdmRelayPlace, app }
}
