/** Entity types of Autopilot registration. [schema: v1.0 of 2026-08, beta SDKs of 2026-08] */
import { entityType } from './edm.ts'

export const importedDeviceType = entityType('importedWindowsAutopilotDeviceIdentity', {
  members: {
    serialNumber: 'Edm.String',
    productKey: 'Edm.String',
    importId: 'Edm.String',
    groupTag: 'Edm.String',
    hardwareIdentifier: 'Edm.Binary',
    assignedUserPrincipalName: 'Edm.String',
    state: 'graph.importedWindowsAutopilotDeviceIdentityState',
  },
})

/** What the schema has for uploads; no set of them is known. [schema] */
export const uploadType = entityType('importedWindowsAutopilotDeviceIdentityUpload', {
  members: {
    createdDateTimeUtc: 'Edm.DateTimeOffset!',
    status: 'graph.importedWindowsAutopilotDeviceIdentityUploadStatus!',
  },
  navigations: { deviceIdentities: 'Collection(graph.importedWindowsAutopilotDeviceIdentity)' },
})

export const deviceIdentityType = entityType('windowsAutopilotDeviceIdentity', {
  members: {
    groupTag: 'Edm.String',
    purchaseOrderIdentifier: 'Edm.String',
    serialNumber: 'Edm.String',
    productKey: 'Edm.String',
    manufacturer: 'Edm.String',
    model: 'Edm.String',
    enrollmentState: 'graph.enrollmentState!',
    lastContactedDateTime: 'Edm.DateTimeOffset!',
    addressableUserName: 'Edm.String',
    userPrincipalName: 'Edm.String',
    resourceName: 'Edm.String',
    skuNumber: 'Edm.String',
    systemFamily: 'Edm.String',
    azureActiveDirectoryDeviceId: 'Edm.String',
    managedDeviceId: 'Edm.String',
    displayName: 'Edm.String',
  },
  beta: {
    azureAdDeviceId: 'Edm.String',
    deploymentProfileAssignmentStatus: 'graph.windowsAutopilotProfileAssignmentStatus!',
    deploymentProfileAssignmentDetailedStatus:
      'graph.windowsAutopilotProfileAssignmentDetailedStatus!',
    deploymentProfileAssignedDateTime: 'Edm.DateTimeOffset!',
    deviceAccountUpn: 'Edm.String',
    deviceAccountPassword: 'Edm.String',
    deviceFriendlyName: 'Edm.String',
    remediationState: 'graph.windowsAutopilotDeviceRemediationState!',
    remediationStateLastModifiedDateTime: 'Edm.DateTimeOffset!',
    userlessEnrollmentStatus: 'graph.windowsAutopilotUserlessEnrollmentStatus!',
  },
  navigations: {
    deploymentProfile: 'graph.windowsAutopilotDeploymentProfile',
    intendedDeploymentProfile: 'graph.windowsAutopilotDeploymentProfile',
  },
})

export const settingsType = entityType('windowsAutopilotSettings', {
  members: {
    lastSyncDateTime: 'Edm.DateTimeOffset!',
    lastManualSyncTriggerDateTime: 'Edm.DateTimeOffset!',
    syncStatus: 'graph.windowsAutopilotSyncStatus!',
  },
})

export const profileType = entityType('windowsAutopilotDeploymentProfile', {
  abstract: true,
  members: {
    displayName: 'Edm.String',
    description: 'Edm.String',
    locale: 'Edm.String',
    createdDateTime: 'Edm.DateTimeOffset!',
    lastModifiedDateTime: 'Edm.DateTimeOffset!',
    outOfBoxExperienceSetting: 'graph.outOfBoxExperienceSetting',
    hardwareHashExtractionEnabled: 'Edm.Boolean!',
    deviceNameTemplate: 'Edm.String',
    deviceType: 'graph.windowsAutopilotDeviceType!',
    preprovisioningAllowed: 'Edm.Boolean!',
    managementServiceAppId: 'Edm.String',
    roleScopeTagIds: 'Collection(Edm.String)!',
    // The names that clients still send and read; the same values once more.
    language: 'Edm.String',
    extractHardwareHash: 'Edm.Boolean!',
    enableWhiteGlove: 'Edm.Boolean!',
    outOfBoxExperienceSettings: 'graph.outOfBoxExperienceSettings',
    enrollmentStatusScreenSettings: 'graph.windowsEnrollmentStatusScreenSettings',
  },
  navigations: {
    assignedDevices: 'Collection(graph.windowsAutopilotDeviceIdentity)',
    assignments: 'Collection(graph.windowsAutopilotDeploymentProfileAssignment)',
  },
})

export const entraProfileType = entityType('azureADWindowsAutopilotDeploymentProfile', {
  base: profileType,
  members: {},
})

export const hybridProfileType = entityType('activeDirectoryWindowsAutopilotDeploymentProfile', {
  base: profileType,
  members: { hybridAzureADJoinSkipConnectivityCheck: 'Edm.Boolean!' },
})

export const profileAssignmentType = entityType('windowsAutopilotDeploymentProfileAssignment', {
  members: {
    source: 'graph.deviceAndAppManagementAssignmentSource!',
    sourceId: 'Edm.String',
    target: 'graph.deviceAndAppManagementAssignmentTarget',
  },
})
