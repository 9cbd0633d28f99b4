/**
 * What a route's requests are called in the audit trail: operation and resource, out of method and path. A
 * route whose set is not listed goes by the path's own word, so a new route is in the trail without a thought.
 */
import type { AuditCategory, AuditedAct, AuditOperation } from '../../core/audit/audit.ts'

/** Set → [resource, category]. Resource names are Graph's; categories are Intune's where known. */
const sets: Readonly<Record<string, readonly [string, AuditCategory]>> = {
  importedwindowsautopilotdeviceidentities: [
    'ImportedWindowsAutopilotDeviceIdentity',
    'Enrollment',
  ],
  windowsautopilotdeviceidentities: ['WindowsAutopilotDeviceIdentity', 'Enrollment'],
  windowsautopilotdeploymentprofiles: ['WindowsAutopilotDeploymentProfile', 'Enrollment'],
  windowsautopilotsettings: ['WindowsAutopilotSettings', 'Enrollment'],
  importeddeviceidentities: ['ImportedDeviceIdentity', 'Enrollment'],
  tenantassociateddevices: ['TenantAssociatedDevice', 'Enrollment'],
  deviceenrollmentconfigurations: ['DeviceEnrollmentConfiguration', 'Enrollment'],
  autopilotevents: ['AutopilotEvent', 'Enrollment'],
  manageddevices: ['ManagedDevice', 'Device'],
  devices: ['Device', 'Device'],
  groups: ['Group', 'Group'],
  users: ['User', 'User'],
  'hardware-tokens': ['HardwareOathToken', 'User'],
  'authenticator-apps': ['AuthenticatorApp', 'User'],
  passkeys: ['Passkey', 'User'],
  'recovery-codes': ['RecoveryCode', 'User'],
  'revoke-sessions': ['SignIns', 'User'],
  'first-password': ['FirstPassword', 'User'],
  'factor-removals': ['FactorRemoval', 'User'],
  'factor-reset': ['FactorReset', 'User'],
  'factor-resets': ['FactorReset', 'User'],
  'factor-policy': ['FactorPolicy', 'Tenant'],
  'sign-in-policy': ['SignInPolicy', 'Tenant'],
  'identity-providers': ['IdentityProvider', 'Tenant'],
  applications: ['Application', 'Application'],
  roles: ['Role', 'Role'],
  'role-assignments': ['RoleAssignment', 'Role'],
  tenants: ['Tenant', 'Tenant'],
}

const operations: Readonly<Record<string, AuditOperation>> = {
  PATCH: 'Patch',
  PUT: 'Patch',
  DELETE: 'Delete',
}

export type RouteAct = Pick<AuditedAct, 'category' | 'activity' | 'operation'> & {
  /** Of the resource that the path's last id names. */
  readonly resourceType: string
}

export function actOfRoute(method: string, path: string): RouteAct {
  const words = path.split('/').filter((word) => word !== '' && !word.startsWith(':'))
  const known = words.findLastIndex((word) => Object.hasOwn(sets, word))
  const [resourceType, category] = sets[words[known] ?? ''] ?? [words.at(-1) ?? path, 'Other']
  const action = known === -1 ? undefined : words.slice(known + 1).join('/')
  const operation = operations[method] ?? (action ? 'Action' : 'Create')
  const verb = action ? `${operation} ${action}` : operation
  return { category, operation, resourceType, activity: `${verb} ${resourceType}` }
}
