/** Entity types of applications and of what stands for them in a tenant. [schema] */
import { entityType } from './edm.ts'

export const applicationType = entityType('application', {
  members: {
    appId: 'Edm.String',
    displayName: 'Edm.String',
    createdDateTime: 'Edm.DateTimeOffset',
    publisherDomain: 'Edm.String',
    signInAudience: 'Edm.String',
    identifierUris: 'Collection(Edm.String)!',
    isFallbackPublicClient: 'Edm.Boolean',
    web: 'graph.webApplication',
    spa: 'graph.spaApplication',
    publicClient: 'graph.publicClientApplication',
    requiredResourceAccess: 'Collection(graph.requiredResourceAccess)!',
    passwordCredentials: 'Collection(graph.passwordCredential)!',
    keyCredentials: 'Collection(graph.keyCredential)!',
  },
})

export const servicePrincipalType = entityType('servicePrincipal', {
  members: {
    appId: 'Edm.String',
    displayName: 'Edm.String',
    appDisplayName: 'Edm.String',
    appOwnerOrganizationId: 'Edm.Guid',
    accountEnabled: 'Edm.Boolean',
    appRoleAssignmentRequired: 'Edm.Boolean!',
    servicePrincipalType: 'Edm.String',
    servicePrincipalNames: 'Collection(Edm.String)!',
    signInAudience: 'Edm.String',
    replyUrls: 'Collection(Edm.String)!',
    appRoles: 'Collection(graph.appRole)!',
    oauth2PermissionScopes: 'Collection(graph.permissionScope)!',
    passwordCredentials: 'Collection(graph.passwordCredential)!',
    keyCredentials: 'Collection(graph.keyCredential)!',
  },
})

export const appRoleAssignmentType = entityType('appRoleAssignment', {
  members: {
    appRoleId: 'Edm.Guid!',
    createdDateTime: 'Edm.DateTimeOffset',
    principalDisplayName: 'Edm.String',
    principalId: 'Edm.Guid',
    principalType: 'Edm.String',
    resourceDisplayName: 'Edm.String',
    resourceId: 'Edm.Guid',
  },
})

export const permissionGrantType = entityType('oAuth2PermissionGrant', {
  members: {
    clientId: 'Edm.String!',
    consentType: 'Edm.String',
    principalId: 'Edm.String',
    resourceId: 'Edm.String!',
    scope: 'Edm.String',
  },
})
