/** The roles that every tenant has, and what each may do. */
import {
  devicePermissions,
  type Permission,
  permissions,
  platformPermissions,
} from './permissions.ts'
import type { Role } from './roles.ts'

/** Nobody decides what others asked for by being an administrator alone: it takes a role of its own. */
const deciding: readonly Permission[] = ['approvals.decide']

/** Every permission of a tenant, but to decide what others asked for. */
export const tenantPermissions: readonly Permission[] = permissions.filter(
  (each) =>
    !platformPermissions.includes(each) &&
    !devicePermissions.includes(each) &&
    !deciding.includes(each),
)

/** All of Enrollment programs but the four token ones. [documented: Microsoft, "Create a custom role in Intune"] */
const deviceManager: readonly Permission[] = [
  'devices.read',
  'devices.import',
  'imports.read',
  'devices.update',
  'devices.delete',
  'devices.sync',
  'profiles.read',
  'profiles.create',
  'profiles.update',
  'profiles.delete',
  'profiles.assign',
  'partners.read',
  'approvals.read',
  'approvals.request',
  'removals.read',
  'removals.plan',
  'removals.run',
  'transfers.read',
  'transfers.offer',
  'repairs.read',
  'repairs.write',
]

/** Who answers people with broken devices: repairs, and removal plans, which others run. */
const serviceDesk: readonly Permission[] = [
  'devices.read',
  'imports.read',
  'profiles.read',
  'partners.read',
  'approvals.read',
  'approvals.request',
  'managed-devices.read',
  'removals.read',
  'removals.plan',
  'repairs.read',
  'repairs.write',
]

/** [documented: Partner Center, roles: admin agents add devices and make profiles, sales agents only add devices] */
const salesAgent: readonly Permission[] = [
  'partner-customers.read',
  'partner-devices.add',
  'partner-devices.read',
]

export const partnerPermissions: readonly Permission[] = [
  ...salesAgent,
  'relationships.write',
  'partner-devices.remove',
  'partner-policies.write',
]

const security: readonly Permission[] = [
  'users.write',
  'organization.write',
  'sign-ins.revoke',
  'roles.write',
  'applications.write',
  'application-roles.write',
  'application-consents.write',
  'identity-providers.write',
  'factors.write',
  'policies.write',
  'consents.grant',
  'approval-policy.write',
]

/** Ids are Microsoft's where the role is Microsoft's. [documented: Entra and Intune built-in roles] */
export const builtInRoles: readonly Role[] = [
  builtIn('62e90394-69f5-4237-9190-012177145e10', 'Global Administrator', tenantPermissions),
  builtIn(
    '3a2c62db-5318-420d-8d74-23affee5d9d5',
    'Intune Administrator',
    tenantPermissions.filter((each) => !security.includes(each)),
  ),
  // For this role, enrollment and deletion are documented besides those of the Intune administrator.
  builtIn('0bd113fe-6be5-400c-a28f-ae5553f9c0be', 'Policy and Profile Manager', [
    'devices.read',
    'devices.import',
    'imports.read',
    'devices.update',
    'devices.delete',
    'devices.sync',
    'profiles.read',
    'profiles.create',
    'profiles.update',
    'profiles.delete',
    'profiles.assign',
    'corporate-identifiers.read',
    'corporate-identifiers.create',
    'corporate-identifiers.update',
    'corporate-identifiers.delete',
    'managed-devices.read',
    'organization.read',
    'groups.read',
    'audit.read',
  ]),
  builtIn('7a4bd6a3-5a0f-4c6e-9b1c-2c8f1d3e5a01', 'Autopilot device manager', deviceManager),
  builtIn('7a4bd6a3-5a0f-4c6e-9b1c-2c8f1d3e5a02', 'Autopilot importer', [
    'devices.import',
    'imports.read',
  ]),
  builtIn('7a4bd6a3-5a0f-4c6e-9b1c-2c8f1d3e5a06', 'Autopilot approver', [
    'approvals.read',
    'approvals.decide',
    'partners.read',
    'removals.read',
    'devices.read',
    'audit.read',
  ]),
  // Makes removal plans, which others run.
  builtIn('7a4bd6a3-5a0f-4c6e-9b1c-2c8f1d3e5a07', 'Autopilot service desk', serviceDesk),
  builtIn('88d8e3e3-8f55-4a1e-953a-9b9898b8876b', 'Directory Readers', [
    'directory-devices.read',
    'groups.read',
    'users.read',
    'organization.read',
  ]),
  builtIn('7a4bd6a3-5a0f-4c6e-9b1c-2c8f1d3e5a04', 'Admin agent', partnerPermissions),
  builtIn('7a4bd6a3-5a0f-4c6e-9b1c-2c8f1d3e5a05', 'Sales agent', salesAgent),
  builtIn('7a4bd6a3-5a0f-4c6e-9b1c-2c8f1d3e5a03', 'Platform Operator', platformPermissions),
]

/** Roles that a tenant may assign; the operator's is not among them. */
export const assignableRoles: readonly Role[] = builtInRoles.filter(
  (role) => !role.permissions.some((each) => platformPermissions.includes(each)),
)

export function builtIn(id: string, displayName: string, some: readonly Permission[]): Role {
  return { id, displayName, description: 'Built in.', permissions: some, builtIn: true }
}

/** Whether the person operates the installation, not just a tenant. */
export function isPlatformOperator({ roles }: { readonly roles: readonly string[] }): boolean {
  return builtInRoles.some(
    (role) =>
      roles.includes(role.displayName) &&
      role.permissions.some((each) => platformPermissions.includes(each)),
  )
}
