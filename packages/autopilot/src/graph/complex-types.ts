/** Graph's complex types: values within entities that have no id of their own. [schema] */
import type { Members } from './members.ts'

export const complexTypes = {
  auditActor: {
    auditActorType: 'Edm.String',
    userPermissions: 'Collection(Edm.String)!',
    applicationId: 'Edm.String',
    applicationDisplayName: 'Edm.String',
    userPrincipalName: 'Edm.String',
    servicePrincipalName: 'Edm.String',
    ipAddress: 'Edm.String',
    userId: 'Edm.String',
  },
  auditResource: {
    displayName: 'Edm.String',
    modifiedProperties: 'Collection(graph.auditProperty)!',
    auditResourceType: 'Edm.String',
    resourceId: 'Edm.String',
  },
  auditProperty: { displayName: 'Edm.String', oldValue: 'Edm.String', newValue: 'Edm.String' },
  importedWindowsAutopilotDeviceIdentityState: {
    deviceImportStatus: 'graph.importedWindowsAutopilotDeviceIdentityImportStatus!',
    deviceRegistrationId: 'Edm.String',
    deviceErrorCode: 'Edm.Int32!',
    deviceErrorName: 'Edm.String',
  },
  outOfBoxExperienceSetting: {
    deviceUsageType: 'graph.windowsDeviceUsageType!',
    escapeLinkHidden: 'Edm.Boolean!',
    eulaHidden: 'Edm.Boolean!',
    keyboardSelectionPageSkipped: 'Edm.Boolean!',
    privacySettingsHidden: 'Edm.Boolean!',
    userType: 'graph.windowsUserType!',
  },
  /** The same under the names that clients still send. */
  outOfBoxExperienceSettings: {
    deviceUsageType: 'graph.windowsDeviceUsageType!',
    hideEscapeLink: 'Edm.Boolean!',
    hideEULA: 'Edm.Boolean!',
    skipKeyboardSelectionPage: 'Edm.Boolean!',
    hidePrivacySettings: 'Edm.Boolean!',
    userType: 'graph.windowsUserType!',
  },
  windowsEnrollmentStatusScreenSettings: {
    hideInstallationProgress: 'Edm.Boolean!',
    allowDeviceUseBeforeProfileAndAppInstallComplete: 'Edm.Boolean!',
    blockDeviceSetupRetryByUser: 'Edm.Boolean!',
    allowLogCollectionOnInstallFailure: 'Edm.Boolean!',
    customErrorMessage: 'Edm.String',
    installProgressTimeoutInMinutes: 'Edm.Int32!',
    allowDeviceUseOnInstallFailure: 'Edm.Boolean!',
  },
  /** The group is a member of the derived types that name one. */
  deviceAndAppManagementAssignmentTarget: {
    deviceAndAppManagementAssignmentFilterId: 'Edm.String',
    deviceAndAppManagementAssignmentFilterType: 'graph.deviceAndAppManagementAssignmentFilterType!',
  },
  hasPayloadLinkResultItem: {
    payloadId: 'Edm.String',
    hasLink: 'Edm.Boolean',
    error: 'Edm.String',
    sources: 'Collection(graph.deviceAndAppManagementAssignmentSource)!',
  },
  verifiedDomain: {
    capabilities: 'Edm.String',
    isDefault: 'Edm.Boolean',
    isInitial: 'Edm.Boolean',
    name: 'Edm.String',
    type: 'Edm.String',
  },
  assignedLicense: {
    disabledPlans: 'Collection(Edm.Guid)!',
    skuId: 'Edm.Guid',
  },
  webApplication: { redirectUris: 'Collection(Edm.String)!' },
  spaApplication: { redirectUris: 'Collection(Edm.String)!' },
  publicClientApplication: { redirectUris: 'Collection(Edm.String)!' },
  resourceAccess: { id: 'Edm.Guid!', type: 'Edm.String' },
  requiredResourceAccess: {
    resourceAppId: 'Edm.String!',
    resourceAccess: 'Collection(graph.resourceAccess)!',
  },
  passwordCredential: {
    customKeyIdentifier: 'Edm.Binary',
    displayName: 'Edm.String',
    endDateTime: 'Edm.DateTimeOffset',
    hint: 'Edm.String',
    keyId: 'Edm.Guid',
    secretText: 'Edm.String',
    startDateTime: 'Edm.DateTimeOffset',
  },
  keyCredential: {
    customKeyIdentifier: 'Edm.Binary',
    displayName: 'Edm.String',
    endDateTime: 'Edm.DateTimeOffset',
    key: 'Edm.Binary',
    keyId: 'Edm.Guid',
    startDateTime: 'Edm.DateTimeOffset',
    type: 'Edm.String',
    usage: 'Edm.String',
  },
  appRole: {
    allowedMemberTypes: 'Collection(Edm.String)!',
    description: 'Edm.String',
    displayName: 'Edm.String',
    id: 'Edm.Guid!',
    isEnabled: 'Edm.Boolean!',
    origin: 'Edm.String',
    value: 'Edm.String',
  },
  permissionScope: {
    adminConsentDescription: 'Edm.String',
    adminConsentDisplayName: 'Edm.String',
    id: 'Edm.Guid!',
    isEnabled: 'Edm.Boolean!',
    type: 'Edm.String',
    value: 'Edm.String',
  },
  deletedWindowsAutopilotDeviceState: {
    serialNumber: 'Edm.String',
    deviceRegistrationId: 'Edm.String',
    deletionState: 'Edm.String',
    errorMessage: 'Edm.String',
  },
} as const satisfies Readonly<Record<string, Members>>

export type ComplexTypes = typeof complexTypes
