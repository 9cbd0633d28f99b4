/** The permissions over directory, people, their second factors, applications and identity providers: Entra's part. */
import { never, serviceRead } from './service-scopes.ts'

const directory = ['Directory.Read.All', 'Directory.ReadWrite.All']
const ownFactors = ['UserAuthenticationMethod.ReadWrite', 'UserAuthenticationMethod.ReadWrite.All']

export const directoryPermissionTable = {
  'directory-devices.read': never('Directory: read devices', [
    'Device.Read.All',
    'Device.ReadWrite.All',
    ...directory,
  ]),
  'directory-devices.write': never('Directory: change devices', [
    'Device.ReadWrite.All',
    'Directory.ReadWrite.All',
  ]),
  'groups.read': never('Directory: read groups', [
    'Group.Read.All',
    'Group.ReadWrite.All',
    'GroupMember.Read.All',
    'GroupMember.ReadWrite.All',
    ...directory,
  ]),
  'groups.write': never('Directory: change groups', [
    'Group.ReadWrite.All',
    'Directory.ReadWrite.All',
  ]),
  'group-members.write': never('Directory: change members of groups', [
    'GroupMember.ReadWrite.All',
    'Group.ReadWrite.All',
    'Directory.ReadWrite.All',
  ]),
  'users.read': never('Directory: read users', [
    'User.Read.All',
    'User.ReadWrite.All',
    'User.ReadBasic.All',
    ...directory,
  ]),
  'users.write': never('Directory: create and change users', [
    'User.ReadWrite.All',
    'Directory.ReadWrite.All',
  ]),
  'factors.read': never('Authentication methods: read', [
    'UserAuthenticationMethod.Read.All',
    'UserAuthenticationMethod.ReadWrite.All',
  ]),
  'factors.write': never('Authentication methods: tokens, locks, resets, passwords', [
    'UserAuthenticationMethod.ReadWrite.All',
  ]),
  'policies.write': never('Authentication methods: policies', [
    'UserAuthenticationMethod.ReadWrite.All',
    'Policy.ReadWrite.AuthenticationMethod',
  ]),
  'own-factors.read': never('Own authentication methods: read', ownFactors),
  'own-factors.write': never('Own authentication methods: add', ownFactors),
  'sign-ins.revoke': never('Directory: end sign-ins of users', [
    'User.RevokeSessions.All',
    'User.ReadWrite.All',
    'Directory.ReadWrite.All',
  ]),
  'own-account.read': never('Own account: read', ['User.Read', ...ownFactors, ...serviceRead]),
  'organization.read': never('Directory: read the organization', [
    'Organization.Read.All',
    'Organization.ReadWrite.All',
    'User.Read',
    'User.Read.All',
    ...directory,
    ...serviceRead,
  ]),
  'organization.write': never('Directory: change the organization', ['Organization.ReadWrite.All']),
  'licenses.read': never('Directory: read licenses', [
    'LicenseAssignment.Read.All',
    'Organization.Read.All',
    'Organization.ReadWrite.All',
    ...directory,
  ]),
  'applications.read': never('Applications: read', [
    'Application.Read.All',
    'Application.ReadWrite.All',
    ...directory,
  ]),
  'applications.write': never('Applications: create, change, give secrets', [
    'Application.ReadWrite.All',
  ]),
  'application-roles.write': never('Applications: give and take roles', [
    'AppRoleAssignment.ReadWrite.All',
  ]),
  'application-consents.read': never('Applications: read consents', [
    'DelegatedPermissionGrant.Read.All',
    'DelegatedPermissionGrant.ReadWrite.All',
    ...directory,
  ]),
  'application-consents.write': never('Applications: consent for everybody', [
    'DelegatedPermissionGrant.ReadWrite.All',
  ]),
  'identity-providers.read': never('Identity providers: read', [
    'IdentityProvider.Read.All',
    'IdentityProvider.ReadWrite.All',
  ]),
  'identity-providers.write': never('Identity providers: add, change, remove', [
    'IdentityProvider.ReadWrite.All',
  ]),
} as const
