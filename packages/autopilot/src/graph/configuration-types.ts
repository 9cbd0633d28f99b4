/** Entity types of Intune's policies beside the deployment profiles, as far as Autopilot tooling reads and writes them. [schema] */
import { entityType } from './edm.ts'

export const enrollmentConfigurationType = entityType('deviceEnrollmentConfiguration', {
  abstract: true,
  members: {
    displayName: 'Edm.String',
    description: 'Edm.String',
    priority: 'Edm.Int32!',
    createdDateTime: 'Edm.DateTimeOffset!',
    lastModifiedDateTime: 'Edm.DateTimeOffset!',
    version: 'Edm.Int32!',
  },
  beta: {
    roleScopeTagIds: 'Collection(Edm.String)!',
    deviceEnrollmentConfigurationType: 'Edm.String',
  },
  navigations: { assignments: 'Collection(graph.enrollmentConfigurationAssignment)' },
})

export const enrollmentStatusPageType = entityType(
  'windows10EnrollmentCompletionPageConfiguration',
  {
    base: enrollmentConfigurationType,
    members: {
      showInstallationProgress: 'Edm.Boolean!',
      blockDeviceSetupRetryByUser: 'Edm.Boolean!',
      allowDeviceResetOnInstallFailure: 'Edm.Boolean!',
      allowLogCollectionOnInstallFailure: 'Edm.Boolean!',
      customErrorMessage: 'Edm.String',
      installProgressTimeoutInMinutes: 'Edm.Int32!',
      allowDeviceUseOnInstallFailure: 'Edm.Boolean!',
      selectedMobileAppIds: 'Collection(Edm.String)!',
      trackInstallProgressForAutopilotOnly: 'Edm.Boolean!',
      disableUserStatusTrackingAfterFirstUser: 'Edm.Boolean!',
    },
    beta: {
      allowNonBlockingAppInstallation: 'Edm.Boolean!',
      installQualityUpdates: 'Edm.Boolean!',
    },
  },
)

export const enrollmentLimitType = entityType('deviceEnrollmentLimitConfiguration', {
  base: enrollmentConfigurationType,
  members: { limit: 'Edm.Int32!' },
})

export const platformRestrictionsType = entityType(
  'deviceEnrollmentPlatformRestrictionsConfiguration',
  {
    base: enrollmentConfigurationType,
    members: {
      iosRestriction: 'graph.deviceEnrollmentPlatformRestriction',
      windowsRestriction: 'graph.deviceEnrollmentPlatformRestriction',
      windowsMobileRestriction: 'graph.deviceEnrollmentPlatformRestriction',
      androidRestriction: 'graph.deviceEnrollmentPlatformRestriction',
      macOSRestriction: 'graph.deviceEnrollmentPlatformRestriction',
    },
  },
)

export const configurationPolicyType = entityType('deviceManagementConfigurationPolicy', {
  members: {
    name: 'Edm.String',
    description: 'Edm.String',
    platforms: 'Edm.String',
    technologies: 'Edm.String',
    roleScopeTagIds: 'Collection(Edm.String)!',
    settingCount: 'Edm.Int32!',
    isAssigned: 'Edm.Boolean!',
    templateReference: 'graph.deviceManagementConfigurationPolicyTemplateReference',
    createdDateTime: 'Edm.DateTimeOffset!',
    lastModifiedDateTime: 'Edm.DateTimeOffset!',
  },
  navigations: {
    settings: 'Collection(graph.deviceManagementConfigurationSetting)',
    assignments: 'Collection(graph.deviceManagementConfigurationPolicyAssignment)',
  },
})

export const assignmentFilterType = entityType('deviceAndAppManagementAssignmentFilter', {
  members: {
    displayName: 'Edm.String',
    description: 'Edm.String',
    platform: 'Edm.String',
    rule: 'Edm.String',
    roleScopeTags: 'Collection(Edm.String)!',
    assignmentFilterManagementType: 'Edm.String',
    createdDateTime: 'Edm.DateTimeOffset!',
    lastModifiedDateTime: 'Edm.DateTimeOffset!',
  },
})

export const roleScopeTagType = entityType('roleScopeTag', {
  members: {
    displayName: 'Edm.String',
    description: 'Edm.String',
    isBuiltIn: 'Edm.Boolean!',
  },
})

export const roleDefinitionType = entityType('roleDefinition', {
  members: {
    displayName: 'Edm.String',
    description: 'Edm.String',
    isBuiltIn: 'Edm.Boolean!',
    rolePermissions: 'Collection(graph.rolePermission)!',
  },
})

export const depOnboardingType = entityType('depOnboardingSetting', {
  members: {
    appleIdentifier: 'Edm.String',
    tokenName: 'Edm.String',
    tokenExpirationDateTime: 'Edm.DateTimeOffset',
  },
})

export const recoveryKeyType = entityType('bitlockerRecoveryKey', {
  members: {
    createdDateTime: 'Edm.DateTimeOffset',
    deviceId: 'Edm.String',
    key: 'Edm.String',
    volumeType: 'Edm.String',
  },
})

export const subscribedSkuType = entityType('subscribedSku', {
  members: {
    accountName: 'Edm.String',
    accountId: 'Edm.String',
    appliesTo: 'Edm.String',
    capabilityStatus: 'Edm.String',
    consumedUnits: 'Edm.Int32',
    prepaidUnits: 'graph.licenseUnitsDetail',
    servicePlans: 'Collection(graph.servicePlanInfo)!',
    skuId: 'Edm.Guid',
    skuPartNumber: 'Edm.String',
    subscriptionIds: 'Collection(Edm.String)!',
  },
})
