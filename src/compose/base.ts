/** What every surface is built on: the database's ports that more than one of them asks for, and who may what. */
import { type Access, accessBy } from '../core/access/decide.ts'
import type { Roles } from '../core/access/roles.ts'
import { scopedDevices } from '../core/access/scoped-devices.ts'
import { scopedImports } from '../core/access/scoped-imports.ts'
import type { Audit } from '../core/audit/audit.ts'
import type { AuditTrail } from '../core/audit/audit-trail.ts'
import { realClock } from '../core/clock.ts'
import type { OperatorOptions } from '../core/deployment/operator-options.ts'
import type { Tenants } from '../core/tenants/tenant.ts'
import type { Wrap } from '../core/wrap.ts'
import { rolesIn } from '../storage/access/roles.ts'
import { auditTrailIn } from '../storage/audit/audit-trail.ts'
import { auditIn } from '../storage/audit/audited-acts.ts'
import { devicesIn } from '../storage/devices/devices.ts'
import { importedDevicesIn } from '../storage/imports/imports.ts'
import type { Store } from '../storage/sql/database.ts'
import { tenantsIn } from '../storage/tenants/tenants.ts'
import type { Fidelity } from '../surfaces/graph/fidelity.ts'
import { type PublicOrigin, publicOriginAt } from '../surfaces/http/public-origin.ts'
import type { PortalFiles } from '../surfaces/portal/files.ts'
import type { Emulation } from './emulation.ts'

export type AppOptions = {
  readonly store: Store
  readonly wrap: Wrap
  /** The origin clients use, such as `https://localhost:8443`. */
  readonly publicUrl: string
  /** Told that imports wait to be decided. */
  readonly onImport: () => void
  readonly report: (error: unknown, requestId?: string) => void
  readonly warning?: () => string | undefined
  readonly fidelity?: Fidelity
  /** Metrics have a port of their own; absent = they are at the origin. */
  readonly metricsApart?: boolean
  /** Absent: `graph` with strict fidelity, else off. */
  readonly throttling?: 'graph' | 'off'
  readonly deployment?: OperatorOptions
  /** The portal's pages and scripts; absent: this server has none to show. */
  readonly portal?: PortalFiles
  /** What an emulator puts in the place of the real time and between the queue and the decisions. */
  readonly emulation?: Emulation
}

/** How long strict lists go on showing a device that is gone, in seconds. [observed: about 30 minutes] */
export const listLag = 1_800

export type Base = AppOptions & {
  readonly fidelity: Fidelity
  readonly now: () => Date
  readonly origin: PublicOrigin
  readonly tenants: Tenants
  readonly roles: Roles
  readonly trail: AuditTrail
  readonly access: Access
  readonly audit: Audit
  readonly imports: ReturnType<typeof scopedImports>
  readonly devices: ReturnType<typeof scopedDevices>
}

export function baseOf(options: AppOptions): Base {
  const { store, wrap, fidelity = 'lenient' } = options
  const roles = rolesIn(store)
  return {
    ...options,
    fidelity,
    now: (options.emulation?.clock ?? realClock).now,
    origin: publicOriginAt(options.publicUrl),
    tenants: tenantsIn(store),
    roles,
    trail: auditTrailIn(store),
    access: accessBy(roles),
    audit: auditIn(store),
    imports: scopedImports(importedDevicesIn(store, wrap)),
    devices: scopedDevices(devicesIn(store, { listLag: fidelity === 'strict' ? listLag : 0 })),
  }
}
