/** `/oem/v1`: makers of devices. */
import { inventoryIn, ownRegistrationsIn } from '../storage/partners/oem-devices.ts'
import { oemSubmissionsIn } from '../storage/partners/oem-submissions.ts'
import type { Store } from '../storage/sql/store.ts'
import { oemApp } from '../surfaces/oem/app.ts'
import { oemPlace } from '../surfaces/oem/surface.ts'
import type { Base } from './base.ts'
import type { Deciding } from './deciding.ts'
import { guardOn } from './guarding.ts'
import type { IdentityProvider } from './identity-provider.ts'
import { consentPortsIn, partnerWorkPortsIn } from './ports/partner-ports.ts'

export type OemNeeds = { readonly provider: IdentityProvider; readonly deciding: Deciding }

export function oemSurface(base: Base, { provider, deciding }: OemNeeds) {
  const { wrap, now, onImport, publicUrl, report } = base
  const { tokens, denyValues } = deciding
  const portsIn = (unit: Store) => ({
    ...base.basePortsIn(unit),
    ...consentPortsIn(unit, now),
    submissions: oemSubmissionsIn(unit),
    inventory: inventoryIn(unit, wrap),
    registrations: ownRegistrationsIn(unit, wrap),
    examiner: async () => ({ tokens, denyList: await denyValues.current() }),
    recordFor: partnerWorkPortsIn(unit).recordFor,
    onImport,
    publicUrl,
  })
  const app = oemApp({
    guard: guardOn(base, provider.stepUp, portsIn),
    verify: provider.verifyOem,
    partners: base.partners,
    origin: base.origin,
    report: (error: Error, requestId: string) => report(error, requestId),
  })
  return { ...oemPlace, app }
}
