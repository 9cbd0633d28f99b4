/** `/admin/v1`: everything that Graph has no resource for. */
import { adminApp } from '../surfaces/admin/app.ts'
import { adminPlace } from '../surfaces/admin/surface.ts'
import type { Base } from './base.ts'
import { guardOn } from './guarding.ts'
import { type AdminNeeds, adminPortsWith } from './ports/admin-ports.ts'

export function adminSurface(base: Base, needs: AdminNeeds) {
  const { provider } = needs
  const app = adminApp({
    guard: guardOn(base, provider.stepUp, adminPortsWith(base, needs)),
    verify: provider.verify,
    origin: base.origin,
    identityProvider: provider.adminRoutes,
    report: (error: Error, requestId: string) => base.report(error, requestId),
  })
  return { ...adminPlace, app }
}
