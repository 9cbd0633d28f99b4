/** The ports that several surfaces need, on the whole database or in one transaction. */
import { type Access, accessBy } from '../core/access/decide.ts'
import type { Roles } from '../core/access/roles.ts'
import type { AuditTrail } from '../core/audit/audit-trail.ts'
import { scopedDevices } from '../core/devices/scoped-devices.ts'
import { scopedImports } from '../core/imports/scoped-imports.ts'
import type { Tenants } from '../core/tenants/tenant.ts'
import type { Wrap } from '../core/wrap.ts'
import { rolesIn } from '../storage/access/roles.ts'
import { auditTrailIn } from '../storage/audit/audit-trail.ts'
import { devicesIn } from '../storage/devices/devices.ts'
import { importedDevicesIn } from '../storage/imports/imports.ts'
import type { Store } from '../storage/sql/store.ts'
import { tenantsIn } from '../storage/tenants/tenants.ts'

export type BasePorts = {
  readonly tenants: Tenants
  readonly roles: Roles
  readonly trail: AuditTrail
  readonly access: Access
  readonly imports: ReturnType<typeof scopedImports>
  readonly devices: ReturnType<typeof scopedDevices>
}

export function basePortsIn(
  unit: Store,
  { wrap, listLag }: { readonly wrap: Wrap; readonly listLag: number },
): BasePorts {
  const roles = rolesIn(unit)
  return {
    tenants: tenantsIn(unit),
    roles,
    trail: auditTrailIn(unit),
    access: accessBy(roles),
    imports: scopedImports(importedDevicesIn(unit, wrap)),
    devices: scopedDevices(devicesIn(unit, { listLag })),
  }
}
