/** Graph's enumerations, in the order of their numbers. [schema; the misspelling is Microsoft's] */
export const enums = {
  importedWindowsAutopilotDeviceIdentityImportStatus: [
    'unknown',
    'pending',
    'partial',
    'complete',
    'error',
  ],
  importedWindowsAutopilotDeviceIdentityUploadStatus: ['noUpload', 'pending', 'complete', 'error'],
  enrollmentState: ['unknown', 'enrolled', 'pendingReset', 'failed', 'notContacted', 'blocked'],
  windowsAutopilotProfileAssignmentStatus: [
    'unknown',
    'assignedInSync',
    'assignedOutOfSync',
    'assignedUnkownSyncState',
    'notAssigned',
    'pending',
    'failed',
  ],
  windowsAutopilotProfileAssignmentDetailedStatus: [
    'none',
    'hardwareRequirementsNotMet',
    'surfaceHubProfileNotSupported',
    'holoLensProfileNotSupported',
    'windowsPcProfileNotSupported',
    'surfaceHub2SProfileNotSupported',
    'unknownFutureValue',
  ],
  windowsAutopilotSyncStatus: ['unknown', 'inProgress', 'completed', 'failed'],
  windowsAutopilotDeviceRemediationState: [
    'unknown',
    'noRemediationRequired',
    'automaticRemediationRequired',
    'manualRemediationRequired',
    'unknownFutureValue',
  ],
  windowsAutopilotUserlessEnrollmentStatus: ['unknown', 'allowed', 'blocked', 'unknownFutureValue'],
  windowsAutopilotDeviceType: [
    'windowsPc',
    'holoLens',
    'surfaceHub2',
    'surfaceHub2S',
    'virtualMachine',
    'unknownFutureValue',
  ],
  windowsDeviceUsageType: ['singleUser', 'shared', 'unknownFutureValue'],
  windowsUserType: ['administrator', 'standard', 'unknownFutureValue'],
  windowsAutopilotDeploymentState: [
    'unknown',
    'success',
    'inProgress',
    'failure',
    'successWithTimeout',
    'notAttempted',
    'disabled',
    'successOnRetry',
  ],
  windowsAutopilotEnrollmentType: [
    'unknown',
    'azureADJoinedWithAutopilotProfile',
    'offlineDomainJoined',
    'azureADJoinedUsingDeviceAuthWithAutopilotProfile',
    'azureADJoinedUsingDeviceAuthWithoutAutopilotProfile',
    'azureADJoinedWithOfflineAutopilotProfile',
    'azureADJoinedWithWhiteGlove',
    'offlineDomainJoinedWithWhiteGlove',
    'offlineDomainJoinedWithOfflineAutopilotProfile',
  ],
  deviceManagementAutopilotPolicyType: [
    'unknown',
    'application',
    'appModel',
    'configurationPolicy',
  ],
  deviceManagementAutopilotPolicyComplianceStatus: [
    'unknown',
    'compliant',
    'installed',
    'notCompliant',
    'notInstalled',
    'error',
  ],
  deviceAndAppManagementAssignmentSource: ['direct', 'policySets'],
  deviceAndAppManagementAssignmentFilterType: ['none', 'include', 'exclude'],
  importedDeviceIdentityType: ['unknown', 'imei', 'serialNumber', 'manufacturerModelSerial'],
  platform: ['unknown', 'ios', 'android', 'windows', 'windowsMobile', 'macOS'],
  managedDeviceOwnerType: ['unknown', 'company', 'personal'],
  complianceState: ['unknown', 'compliant', 'noncompliant', 'conflict', 'error'],
  joinType: ['unknown', 'azureADJoined', 'azureADRegistered', 'hybridAzureADJoined'],
  managementAgentType: [
    'eas',
    'mdm',
    'easMdm',
    'intuneClient',
    'easIntuneClient',
    'configurationManagerClient',
    'configurationManagerClientMdm',
    'configurationManagerClientMdmEas',
    'unknown',
    'jamf',
    'googleCloudDevicePolicyController',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** Members that v1.0 does not have, or not with that number. [schema] */
const betaMembers: Readonly<Record<string, readonly string[]>> = {
  enrollmentState: ['blocked'],
  windowsAutopilotDeviceType: ['surfaceHub2', 'surfaceHub2S', 'virtualMachine'],
}

/** Enumerations whose members are combined, so that they are not numbered one after the other. [schema] */
const combined: Readonly<Record<string, readonly number[]>> = {
  managementAgentType: [1, 2, 3, 4, 5, 8, 10, 11, 16, 32, 64],
}

/** Where what is yet to come has the next number instead of 99. [schema] */
const inOrder = new Set(['windowsDeviceUsageType', 'windowsUserType'])

/** The members of an enumeration in a version, each with its number. */
export function enumMembers(
  name: keyof typeof enums,
  version: 'v1.0' | 'beta',
): readonly (readonly [member: string, number: number])[] {
  const all: readonly string[] = enums[name]
  const served = version === 'beta' ? all : all.filter((each) => !betaMembers[name]?.includes(each))
  return served.map((member, i) => [
    member,
    combined[name]?.[i] ?? (member === 'unknownFutureValue' && !inOrder.has(name) ? 99 : i),
  ])
}
