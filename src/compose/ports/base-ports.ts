/** The ports that several surfaces need, on the whole database or in one transaction. */
import { type Access, accessBy } from '../../core/access/decide.ts'
import type { Roles } from '../../core/access/roles.ts'
import type { AuditTrail } from '../../core/audit/audit-trail.ts'
import { type AssignedUsers, assignedUsersBy } from '../../core/devices/assigned-user.ts'
import type { DeletedDevices } from '../../core/devices/deleted-device.ts'
import { scopedDevices } from '../../core/devices/scoped-devices.ts'
import { scopedImports } from '../../core/imports/scoped-imports.ts'
import type { Partners } from '../../core/partners/partner.ts'
import type { OnDelete } from '../../core/tenants/on-delete.ts'
import type { Tenants } from '../../core/tenants/tenant.ts'
import type { Wrap } from '../../core/wrap.ts'
import { rolesIn } from '../../storage/access/roles.ts'
import { auditTrailIn } from '../../storage/audit/audit-trail.ts'
import { deletedDevicesIn } from '../../storage/devices/deleted-devices.ts'
import { devicesIn } from '../../storage/devices/devices.ts'
import { directoryPeopleIn } from '../../storage/directory/directory-people.ts'
import { importedDevicesIn } from '../../storage/imports/imports.ts'
import type { RecentHashes } from '../../storage/imports/recent-hashes.ts'
import { partnersIn } from '../../storage/partners/partners.ts'
import type { Store } from '../../storage/sql/store.ts'
import { tenantsIn } from '../../storage/tenants/tenants.ts'
import { type ApprovalPorts, approvalPortsIn } from './approval-ports.ts'

export type BasePorts = ApprovalPorts & {
  readonly tenants: Tenants
  readonly partners: Partners
  readonly roles: Roles
  readonly trail: AuditTrail
  readonly access: Access
  readonly imports: ReturnType<typeof scopedImports>
  readonly devices: ReturnType<typeof scopedDevices>
  readonly deleted: DeletedDevices
  readonly recent: RecentHashes
  readonly assignedUsers: AssignedUsers
}

/** How long strict lists keep showing a removed device, in seconds. [observed: about 30 minutes] */
export const listLag = 1_800

export type BaseSettings = {
  readonly wrap: Wrap
  readonly recent: RecentHashes
  /** How long lists keep showing a removed device, in seconds. */
  readonly listLag: number
  /** What a deletion does in a tenant that has not said so. */
  readonly onDelete: OnDelete
  /** Whether a tenant that has not said so is limited in what one person may delete. */
  readonly isLimited: boolean
  readonly isStrict: boolean
}

export function basePortsIn(
  unit: Store,
  { wrap, recent, listLag, onDelete, isLimited, isStrict }: BaseSettings,
): BasePorts {
  const roles = rolesIn(unit)
  const tenants = tenantsIn(unit)
  const partners = partnersIn(unit)
  const access = accessBy(roles)
  const gate = approvalPortsIn(unit, { onDelete, isLimited, access })
  return {
    tenants,
    partners,
    roles,
    trail: auditTrailIn(unit),
    access,
    imports: scopedImports(importedDevicesIn(unit, wrap, recent)),
    devices: scopedDevices(devicesIn(unit, { listLag, onDelete }), gate.admit),
    ...gate,
    deleted: deletedDevicesIn(unit),
    recent,
    assignedUsers: assignedUsersBy({
      tenants,
      people: directoryPeopleIn(unit),
      domainOnly: isStrict,
    }),
  }
}
