/** Graph's actions and functions as data: what they are bound to, and what they take and give. [schema] */
import type { Edm } from './members.ts'

export type Operation = {
  readonly name: string
  /** The type that it is bound to, in `Collection(…)` perhaps. */
  readonly of: Edm
  readonly takes?: Readonly<Record<string, Edm>>
  readonly gives?: Edm
  readonly betaOnly?: true
}

const identity = 'graph.windowsAutopilotDeviceIdentity'
const imported = 'Collection(graph.importedWindowsAutopilotDeviceIdentity)'
const managed = 'graph.managedDevice'
const profile = 'graph.windowsAutopilotDeploymentProfile'
const identifiers = 'Collection(graph.importedDeviceIdentity)'
const object = 'graph.directoryObject'
const texts = 'Collection(Edm.String)'
const user = { userPrincipalName: 'Edm.String', addressableUserName: 'Edm.String' } as const

export const actions: readonly Operation[] = [
  {
    name: 'import',
    of: imported,
    takes: { importedWindowsAutopilotDeviceIdentities: imported },
    gives: imported,
  },
  { name: 'assignUserToDevice', of: identity, takes: user },
  { name: 'unassignUserFromDevice', of: identity },
  {
    name: 'updateDeviceProperties',
    of: identity,
    takes: { ...user, groupTag: 'Edm.String', displayName: 'Edm.String' },
  },
  {
    name: 'deleteDevices',
    of: `Collection(${identity})`,
    takes: { serialNumbers: 'Collection(Edm.String)' },
    gives: 'Collection(graph.deletedWindowsAutopilotDeviceState)',
  },
  {
    name: 'assignResourceAccountToDevice',
    of: identity,
    takes: { ...user, resourceAccountName: 'Edm.String' },
    betaOnly: true,
  },
  { name: 'unassignResourceAccountFromDevice', of: identity, betaOnly: true },
  { name: 'allowNextEnrollment', of: identity, betaOnly: true },
  { name: 'sync', of: 'graph.windowsAutopilotSettings', betaOnly: true },
  {
    name: 'assign',
    of: profile,
    takes: { deviceIds: 'Collection(Edm.String)' },
    betaOnly: true,
  },
  {
    name: 'hasPayloadLinks',
    of: `Collection(${profile})`,
    takes: { payloadIds: 'Collection(Edm.String)' },
    gives: 'Collection(graph.hasPayloadLinkResultItem)',
    betaOnly: true,
  },
  {
    name: 'importDeviceIdentityList',
    of: identifiers,
    takes: {
      importedDeviceIdentities: identifiers,
      overwriteImportedDeviceIdentities: 'Edm.Boolean',
    },
    gives: 'Collection(graph.importedDeviceIdentityResult)',
    betaOnly: true,
  },
  {
    name: 'searchExistingIdentities',
    of: identifiers,
    takes: { importedDeviceIdentities: identifiers },
    gives: identifiers,
    betaOnly: true,
  },
  {
    name: 'importTenantAssociatedDevice',
    of: 'Collection(graph.tenantAssociatedDevice)',
    takes: { deviceLink: 'Edm.String', devicePreparationPolicyId: 'Edm.String' },
    gives: 'graph.tenantAssociatedDevice',
    betaOnly: true,
  },
  { name: 'retire', of: managed },
  { name: 'syncDevice', of: managed },
  {
    name: 'wipe',
    of: managed,
    takes: {
      keepEnrollmentData: 'Edm.Boolean',
      keepUserData: 'Edm.Boolean',
      macOsUnlockCode: 'Edm.String',
      persistEsimDataPlan: 'Edm.Boolean',
    },
  },
  { name: 'setDeviceName', of: managed, takes: { deviceName: 'Edm.String' }, betaOnly: true },
  {
    name: 'setPriority',
    of: 'graph.deviceEnrollmentConfiguration',
    takes: { priority: 'Edm.Int32' },
  },
  {
    name: 'addPassword',
    of: 'graph.application',
    takes: { passwordCredential: 'graph.passwordCredential' },
    gives: 'graph.passwordCredential',
  },
  { name: 'removePassword', of: 'graph.application', takes: { keyId: 'Edm.Guid' } },
  {
    name: 'getByIds',
    of: `Collection(${object})`,
    takes: { ids: texts, types: texts },
    gives: `Collection(${object})`,
  },
  { name: 'checkMemberGroups', of: object, takes: { groupIds: texts }, gives: texts },
  { name: 'checkMemberObjects', of: object, takes: { ids: texts }, gives: texts },
  ...['getMemberGroups', 'getMemberObjects'].map(
    (name) =>
      ({
        name,
        of: object,
        takes: { securityEnabledOnly: 'Edm.Boolean' },
        gives: texts,
      }) as const,
  ),
]

export const functions: readonly Operation[] = [
  {
    name: 'getAuditCategories',
    of: 'Collection(graph.auditEvent)',
    gives: 'Collection(Edm.String)',
  },
  {
    name: 'getAuditActivityTypes',
    of: 'Collection(graph.auditEvent)',
    takes: { category: 'Edm.String' },
    gives: 'Collection(Edm.String)',
  },
]
