/** The surfaces for people and their programs, beside Graph. */
import { adminSurface } from './admin.ts'
import type { Base } from './base.ts'
import { certificatesSurface } from './certificates.ts'
import { intakeSurface } from './intake.ts'
import { mdmRelaySurface } from './mdm-relay.ts'
import { oemSurface } from './oem.ts'
import { partnerCenterSurface } from './partner-center.ts'
import { portalSurface } from './portal.ts'
import type { AdminNeeds } from './ports/admin-ports.ts'

export function peopleSurfaces(base: Base, needs: AdminNeeds) {
  return [
    adminSurface(base, needs),
    partnerCenterSurface(base, needs.provider),
    oemSurface(base, needs),
    mdmRelaySurface(base, needs.provider),
    intakeSurface(base),
    portalSurface(base),
    certificatesSurface(base, needs.deciding),
  ] as const
}
