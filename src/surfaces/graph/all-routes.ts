/** Every route of a version, and the sets that its schema document names. */

import {
  applicationType,
  assignmentFilterType,
  associatedDeviceType,
  auditEventType,
  autopilotEventType,
  configurationPolicyType,
  corporateIdentifierType,
  depOnboardingType,
  deviceIdentityType,
  directoryDeviceType,
  domainType,
  enrollmentConfigurationType,
  groupType,
  importedDeviceType,
  managedDeviceType,
  organizationType,
  permissionGrantType,
  profileType,
  roleDefinitionType,
  roleScopeTagType,
  servicePrincipalType,
  settingsType,
  subscribedSkuType,
  userType,
} from 'taxiway-autopilot/graph'
import type { PeopleDeps } from '../../core/directory/manage-people.ts'
import type { AutopilotEvents } from '../../core/inventory/autopilot-event.ts'
import type { ManagedDeps } from '../../core/inventory/managed-device.ts'
import type { SyncDeps } from '../../core/sync/autopilot-sync.ts'
import type { Input, Route } from '../http/route.ts'
import { appRoleRoutes } from './applications/app-role-assignments.ts'
import { type ApplicationSetDeps, applicationSetRoutes } from './applications/applications.ts'
import { permissionGrantRoutes } from './applications/permission-grants.ts'
import { servicePrincipalRoutes } from './applications/service-principals.ts'
import {
  type AssociatedDeviceDeps,
  associatedDeviceRoutes,
} from './associations/associated-devices.ts'
import { type AuditEventDeps, auditEventRoutes, auditEventSetPath } from './audit/audit-events.ts'
import type { ConfigurationDeps } from './configurations/configuration-set.ts'
import {
  assignmentFilterPath,
  betaConfigurationRoutes,
  configurationPolicyPath,
  enrollmentConfigurationPath,
  enrollmentConfigurationRoutes,
  roleScopeTagPath,
} from './configurations/configurations.ts'
import { assignedDevicesRoute } from './devices/assigned-devices.ts'
import type { DeviceDeps } from './devices/device-change.ts'
import { deviceRoutes } from './devices/devices.ts'
import { type DirectoryDeps, directoryRoutes } from './directory/directory.ts'
import { directoryDeviceRoutes } from './directory/directory-devices.ts'
import { directoryObjectRoutes } from './directory/directory-object-routes.ts'
import type { GroupDeps } from './directory/group-set.ts'
import { groupRoutes } from './directory/groups.ts'
import { betaLookedUpRoutes, lookedUpRoutes } from './directory/looked-up.ts'
import {
  depOnboardingPath,
  type LookedUpDeps,
  roleDefinitionPath,
} from './directory/looked-up-sets.ts'
import { memberCheckRoutes } from './directory/member-checks.ts'
import { memberOfRoutes } from './directory/member-of.ts'
import { peopleRoutes } from './directory/people.ts'
import { type SignInSessionDeps, signInSessionRoutes } from './directory/sign-in-sessions.ts'
import { transitiveMemberRoutes } from './directory/transitive-members.ts'
import type { GraphVersion } from './entity-set.ts'
import type { ImportedDeviceDeps } from './imports/imported-device-set.ts'
import { importedDeviceRoutes } from './imports/imported-devices.ts'
import { autopilotEventRoutes } from './inventory/autopilot-events.ts'
import {
  type CorporateIdentifierDeps,
  corporateIdentifierRoutes,
} from './inventory/corporate-identifiers.ts'
import { managedDeviceRoutes } from './inventory/managed-device-routes.ts'
import { refuseUnread } from './odata/query-options.ts'
import type { Version } from './odata/shape.ts'
import { profileRoutes } from './profiles/profiles.ts'
import { settingsRoutes } from './sync/settings.ts'

export type GraphPorts = ApplicationSetDeps &
  ImportedDeviceDeps &
  DeviceDeps &
  SyncDeps &
  DirectoryDeps &
  GroupDeps &
  AuditEventDeps &
  SignInSessionDeps &
  PeopleDeps &
  ManagedDeps &
  CorporateIdentifierDeps &
  ConfigurationDeps &
  LookedUpDeps &
  AssociatedDeviceDeps & { readonly events: AutopilotEvents }

export function allRoutes(graph: GraphVersion): readonly Route<GraphPorts>[] {
  return routesOf(graph).map(withoutUnread)
}

/** A query option that no handler reads would otherwise be ignored silently. */
function withoutUnread(route: Route<GraphPorts>): Route<GraphPorts> {
  if (route.method !== 'GET') return route
  return {
    ...route,
    async handle(input) {
      const answer = await route.handle(input)
      refuseUnread((input as Input<GraphPorts>).request.options)
      return answer
    },
  }
}

function routesOf(graph: GraphVersion): readonly Route<GraphPorts>[] {
  const everywhere = [
    ...lookedUpRoutes(graph),
    ...importedDeviceRoutes(graph),
    ...deviceRoutes(graph),
    ...directoryDeviceRoutes(graph),
    ...memberOfRoutes(graph),
    ...memberCheckRoutes(graph),
    ...directoryObjectRoutes(graph),
    ...transitiveMemberRoutes(graph),
    ...directoryRoutes(graph),
    ...groupRoutes(graph),
    ...managedDeviceRoutes(graph),
    ...applicationSetRoutes(graph),
    ...servicePrincipalRoutes(graph),
    ...appRoleRoutes(graph),
    ...permissionGrantRoutes(graph),
    ...enrollmentConfigurationRoutes(graph),
    ...auditEventRoutes(graph),
    ...signInSessionRoutes(graph),
    ...peopleRoutes(graph),
  ]
  if (graph.version === 'v1.0') return everywhere
  return [
    ...everywhere,
    ...profileRoutes(graph),
    assignedDevicesRoute(graph),
    ...settingsRoutes(graph),
    ...autopilotEventRoutes(graph),
    ...corporateIdentifierRoutes(graph),
    ...associatedDeviceRoutes(graph),
    ...betaConfigurationRoutes(graph),
    ...betaLookedUpRoutes(graph),
  ]
}

const sets = [
  { path: 'deviceManagement/importedWindowsAutopilotDeviceIdentities', type: importedDeviceType },
  { path: 'deviceManagement/windowsAutopilotDeviceIdentities', type: deviceIdentityType },
  { path: 'deviceManagement/managedDevices', type: managedDeviceType },
  { path: enrollmentConfigurationPath, type: enrollmentConfigurationType },
  { path: roleDefinitionPath, type: roleDefinitionType },
  { path: auditEventSetPath, type: auditEventType },
  { path: 'organization', type: organizationType },
  { path: 'domains', type: domainType },
  { path: 'users', type: userType },
  { path: 'groups', type: groupType },
  { path: 'devices', type: directoryDeviceType },
  { path: 'subscribedSkus', type: subscribedSkuType },
  { path: 'applications', type: applicationType },
  { path: 'servicePrincipals', type: servicePrincipalType },
  { path: 'oauth2PermissionGrants', type: permissionGrantType },
]

const betaSets = [
  { path: 'deviceManagement/windowsAutopilotDeploymentProfiles', type: profileType },
  { path: 'deviceManagement/windowsAutopilotSettings', type: settingsType },
  { path: 'deviceManagement/autopilotEvents', type: autopilotEventType },
  { path: 'deviceManagement/importedDeviceIdentities', type: corporateIdentifierType },
  { path: configurationPolicyPath, type: configurationPolicyType },
  { path: assignmentFilterPath, type: assignmentFilterType },
  { path: roleScopeTagPath, type: roleScopeTagType },
  { path: depOnboardingPath, type: depOnboardingType },
  { path: 'deviceManagement/tenantAssociatedDevices', type: associatedDeviceType },
]

export function servedSets(version: Version) {
  return version === 'beta' ? [...sets, ...betaSets] : sets
}
