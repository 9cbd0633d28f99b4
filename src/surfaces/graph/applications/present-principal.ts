/** Service principals, the roles that they have and the permissions that they were given, on the wire. */
import {
  type AppRoleAssignment,
  graphApplicationId,
  graphOrigin,
  type PermissionGrant,
  type ServicePrincipal,
} from 'taxiway-autopilot'
import type { Application } from '../../../core/applications/application.ts'
import {
  drawn,
  graphPermissions,
  graphPrincipalId,
  idOfPermission,
} from '../../../core/applications/graph-permission.ts'
import type { TenantId } from '../../../core/ids.ts'
import { time } from '../present-time.ts'
import { type Proved, presentCertificate, presentSecret } from './present-application.ts'

export function presentPrincipal(
  { application, secrets, certificates }: Proved,
  tenantId: TenantId,
): ServicePrincipal {
  return {
    id: application.objectId,
    appId: application.id,
    displayName: application.displayName,
    appDisplayName: application.displayName,
    appOwnerOrganizationId: tenantId,
    accountEnabled: application.enabled,
    appRoleAssignmentRequired: false,
    servicePrincipalType: 'Application',
    servicePrincipalNames: [application.id],
    signInAudience: 'AzureADMyOrg',
    replyUrls: application.signIn.redirectUris,
    appRoles: [],
    oauth2PermissionScopes: [],
    passwordCredentials: secrets.map(presentSecret),
    keyCredentials: certificates.map(presentCertificate),
  }
}

/** Microsoft Graph itself, whose permissions are asked for. */
export function graphPrincipal(tenantId: TenantId): ServicePrincipal {
  return {
    id: graphPrincipalId(tenantId),
    appId: graphApplicationId,
    displayName: 'Microsoft Graph',
    appDisplayName: 'Microsoft Graph',
    // The tenant that Microsoft's own applications belong to. [documented]
    appOwnerOrganizationId: 'f8cdef31-a31e-4b4a-93e4-5f571e91255a',
    accountEnabled: true,
    appRoleAssignmentRequired: false,
    servicePrincipalType: 'Application',
    servicePrincipalNames: [graphApplicationId, graphOrigin],
    signInAudience: 'AzureADMultipleOrgs',
    replyUrls: [],
    appRoles: graphPermissions
      .filter(({ kind }) => kind === 'role')
      .map(({ name, id }) => ({
        allowedMemberTypes: ['Application'],
        description: name,
        displayName: name,
        id,
        isEnabled: true,
        origin: 'Application',
        value: name,
      })),
    oauth2PermissionScopes: graphPermissions
      .filter(({ kind }) => kind === 'scope')
      .map(({ name, id }) => ({
        adminConsentDescription: name,
        adminConsentDisplayName: name,
        id,
        isEnabled: true,
        type: 'Admin',
        value: name,
      })),
    passwordCredentials: [],
    keyCredentials: [],
  }
}

/** What the application was given as itself: one assignment per role that Graph has an id for. */
export function roleAssignments(application: Application): readonly AppRoleAssignment[] {
  return application.roles.flatMap((name) => {
    const appRoleId = idOfPermission('role', name)
    if (appRoleId === undefined) return []
    return [
      {
        id: drawn(application.objectId, appRoleId),
        appRoleId,
        createdDateTime: time(application.createdAt),
        principalDisplayName: application.displayName,
        principalId: application.objectId,
        principalType: 'ServicePrincipal',
        resourceDisplayName: 'Microsoft Graph',
        resourceId: graphPrincipalId(application.tenantId),
      },
    ]
  })
}

/** What it may do in everybody's name; undefined = nothing was consented to. */
export function permissionGrant(application: Application): PermissionGrant | undefined {
  const { consentedScopes } = application.signIn
  if (consentedScopes.length === 0) return undefined
  return {
    id: drawn(application.objectId, 'AllPrincipals'),
    clientId: application.objectId,
    consentType: 'AllPrincipals',
    principalId: null,
    resourceId: graphPrincipalId(application.tenantId),
    scope: consentedScopes.join(' '),
  }
}
