/** Partner Center, for partners and their tools. */
import { scopedImports } from '../core/imports/scoped-imports.ts'
import { importedDevicesIn } from '../storage/imports/imports.ts'
import { profilesIn } from '../storage/profiles/profiles.ts'
import type { Store } from '../storage/sql/store.ts'
import { partnerCenterApp } from '../surfaces/partner-center/app.ts'
import { partnerCenterPlace } from '../surfaces/partner-center/surface.ts'
import type { Base } from './base.ts'
import { guardOn } from './guarding.ts'
import type { IdentityProvider } from './identity-provider.ts'
import { partnerPortsIn } from './ports/partner-ports.ts'

export function partnerCenterSurface(base: Base, provider: IdentityProvider) {
  const { store, wrap, now, onImport, publicUrl, report } = base
  const isStrict = base.fidelity === 'strict'
  const portsIn = (unit: Store) => ({
    ...base.basePortsIn(unit),
    ...partnerPortsIn(unit, now),
    imports: scopedImports(importedDevicesIn(unit, wrap)),
    profiles: profilesIn(unit),
    now,
    onImport,
    publicUrl,
    isStrict,
  })
  const { consents } = partnerPortsIn(store, now)
  const app = partnerCenterApp({
    guard: guardOn(base, provider.stepUp, portsIn),
    verify: provider.verifyPartner,
    access: base.access,
    partners: base.partners,
    consents,
    origin: base.origin,
    isStrict,
    report: (error: Error, requestId: string) => report(error, requestId),
  })
  return { ...partnerCenterPlace, app }
}
