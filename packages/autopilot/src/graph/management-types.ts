/** Entity types beside registration that its clients read and write. [schema; associated devices: observed] */
import { entityType } from './edm.ts'

export const autopilotEventType = entityType('deviceManagementAutopilotEvent', {
  members: {
    deviceId: 'Edm.String',
    userId: 'Edm.String',
    eventDateTime: 'Edm.DateTimeOffset!',
    deviceRegisteredDateTime: 'Edm.DateTimeOffset!',
    enrollmentStartDateTime: 'Edm.DateTimeOffset!',
    enrollmentType: 'graph.windowsAutopilotEnrollmentType!',
    enrollmentState: 'graph.enrollmentState!',
    enrollmentFailureDetails: 'Edm.String',
    deviceSerialNumber: 'Edm.String',
    managedDeviceName: 'Edm.String',
    userPrincipalName: 'Edm.String',
    osVersion: 'Edm.String',
    windowsAutopilotDeploymentProfileDisplayName: 'Edm.String',
    windows10EnrollmentCompletionPageConfigurationDisplayName: 'Edm.String',
    windows10EnrollmentCompletionPageConfigurationId: 'Edm.String',
    deploymentState: 'graph.windowsAutopilotDeploymentState!',
    deviceSetupStatus: 'graph.windowsAutopilotDeploymentState!',
    accountSetupStatus: 'graph.windowsAutopilotDeploymentState!',
    deploymentStartDateTime: 'Edm.DateTimeOffset!',
    deploymentEndDateTime: 'Edm.DateTimeOffset!',
    targetedAppCount: 'Edm.Int32!',
    targetedPolicyCount: 'Edm.Int32!',
    devicePreparationDuration: 'Edm.Duration!',
    deviceSetupDuration: 'Edm.Duration!',
    accountSetupDuration: 'Edm.Duration!',
    deploymentDuration: 'Edm.Duration!',
    deploymentTotalDuration: 'Edm.Duration!',
  },
  navigations: {
    policyStatusDetails: 'Collection(graph.deviceManagementAutopilotPolicyStatusDetail)',
  },
})

export const policyStatusType = entityType('deviceManagementAutopilotPolicyStatusDetail', {
  members: {
    displayName: 'Edm.String',
    policyType: 'graph.deviceManagementAutopilotPolicyType!',
    complianceStatus: 'graph.deviceManagementAutopilotPolicyComplianceStatus!',
    trackedOnEnrollmentStatus: 'Edm.Boolean!',
    errorCode: 'Edm.Int32!',
    lastReportedDateTime: 'Edm.DateTimeOffset!',
  },
})

export const corporateIdentifierType = entityType('importedDeviceIdentity', {
  members: {
    importedDeviceIdentifier: 'Edm.String',
    importedDeviceIdentityType: 'graph.importedDeviceIdentityType!',
    description: 'Edm.String',
    createdDateTime: 'Edm.DateTimeOffset!',
    lastModifiedDateTime: 'Edm.DateTimeOffset!',
    lastContactedDateTime: 'Edm.DateTimeOffset!',
    enrollmentState: 'graph.enrollmentState!',
    platform: 'graph.platform!',
  },
})

export const corporateIdentifierResultType = entityType('importedDeviceIdentityResult', {
  base: corporateIdentifierType,
  members: { status: 'Edm.Boolean!' },
})

export const associatedDeviceType = entityType('tenantAssociatedDevice', {
  members: {
    serialNumber: 'Edm.String',
    associationState: 'Edm.String',
    devicePreparationPolicyId: 'Edm.String',
    preassociatedByUserPrincipalName: 'Edm.String',
    assignedToUserPrincipalName: 'Edm.String',
    preassociationDateTime: 'Edm.DateTimeOffset!',
    associationDateTime: 'Edm.DateTimeOffset!',
    managedDeviceId: 'Edm.String',
  },
})

/** The members that a registration and its clients know of. */
export const managedDeviceType = entityType('managedDevice', {
  members: {
    userId: 'Edm.String',
    deviceName: 'Edm.String',
    managedDeviceOwnerType: 'graph.managedDeviceOwnerType!',
    enrolledDateTime: 'Edm.DateTimeOffset!',
    lastSyncDateTime: 'Edm.DateTimeOffset!',
    operatingSystem: 'Edm.String',
    osVersion: 'Edm.String',
    complianceState: 'graph.complianceState!',
    azureADRegistered: 'Edm.Boolean',
    azureADDeviceId: 'Edm.String',
    emailAddress: 'Edm.String',
    userDisplayName: 'Edm.String',
    userPrincipalName: 'Edm.String',
    model: 'Edm.String',
    manufacturer: 'Edm.String',
    serialNumber: 'Edm.String',
    managedDeviceName: 'Edm.String',
    enrollmentProfileName: 'Edm.String',
    notes: 'Edm.String',
    managementAgent: 'graph.managementAgentType!',
  },
  beta: {
    joinType: 'graph.joinType!',
  },
})
