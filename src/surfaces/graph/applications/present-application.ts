/** Applications and service principals on the wire. Secrets never; certificates by their thumbprints. */
import {
  type AppRoleAssignment,
  type GraphApplication,
  graphApplicationId,
  graphOrigin,
  type PermissionGrant,
  type ServicePrincipal,
} from 'taxiway-autopilot'
import type { Application } from '../../../core/applications/application.ts'
import type { NamedCertificate } from '../../../core/applications/application-certificates.ts'
import type { SecretName } from '../../../core/applications/application-secrets.ts'
import { certificateFacts } from '../../../core/applications/certificate.ts'
import {
  drawn,
  graphPermissions,
  graphPrincipalId,
  idOfPermission,
} from '../../../core/applications/graph-permission.ts'
import type { TenantId } from '../../../core/ids.ts'
import { time } from '../present-time.ts'

/** An application with what it proves itself by. */
export type Proved = {
  readonly application: Application
  readonly secrets: readonly SecretName[]
  readonly certificates: readonly NamedCertificate[]
}

export function presentApplication(
  { application, secrets, certificates }: Proved,
  publisherDomain: string | null,
): GraphApplication {
  const { kind, redirectUris } = application.signIn
  const urisOf = (wanted: typeof kind) => ({ redirectUris: kind === wanted ? redirectUris : [] })
  return {
    id: application.registrationId,
    appId: application.id,
    displayName: application.displayName,
    createdDateTime: time(application.createdAt),
    publisherDomain,
    signInAudience: 'AzureADMyOrg',
    identifierUris: [],
    isFallbackPublicClient: kind === 'native',
    web: urisOf('web'),
    spa: urisOf('spa'),
    publicClient: urisOf('native'),
    requiredResourceAccess: requiredAccess(application),
    passwordCredentials: secrets.map(presentSecret),
    keyCredentials: certificates.map(presentCertificate),
  }
}

function requiredAccess({
  requestedRoles,
  signIn,
}: Application): GraphApplication['requiredResourceAccess'] {
  const wanted = [
    ...requestedRoles.map((name) => ({ id: idOfPermission('role', name), type: 'Role' })),
    ...signIn.delegatedScopes.map((name) => ({ id: idOfPermission('scope', name), type: 'Scope' })),
  ]
  const resourceAccess = wanted.flatMap(({ id, type }) => (id === undefined ? [] : [{ id, type }]))
  if (resourceAccess.length === 0) return []
  return [{ resourceAppId: graphApplicationId, resourceAccess }]
}

export function presentSecret(secret: SecretName): GraphApplication['passwordCredentials'][number] {
  return {
    customKeyIdentifier: null,
    displayName: secret.displayName,
    endDateTime: secret.expiresAt ? time(secret.expiresAt) : null,
    hint: secret.hint,
    keyId: secret.id,
    secretText: null,
    startDateTime: time(secret.createdAt),
  }
}

function presentCertificate({
  id,
  der,
  displayName,
}: NamedCertificate): GraphApplication['keyCredentials'][number] {
  const facts = certificateFacts({ der })
  return {
    customKeyIdentifier: facts.thumbprint,
    displayName: displayName ?? facts.subject,
    endDateTime: time(facts.notAfter),
    key: null,
    keyId: id,
    startDateTime: time(facts.notBefore),
    type: 'AsymmetricX509Cert',
    usage: 'Verify',
  }
}

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
