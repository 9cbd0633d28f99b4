/** Profiles and their assignments on the wire: every value under its new and its old name. */
import type { AutopilotSettings, DeploymentProfile, ProfileAssignment } from 'taxiway-autopilot'
import { type Assignment, groupOf, type Profile } from '../../../core/profiles/profile.ts'
import { never, time } from '../present-time.ts'

export function presentProfile(profile: Profile): DeploymentProfile {
  const { experience } = profile
  const { deviceUsageType, userType } = experience
  return {
    '@odata.type': `#microsoft.graph.${
      profile.join === 'hybrid' ? 'activeDirectory' : 'azureAD'
    }WindowsAutopilotDeploymentProfile`,
    id: profile.id,
    displayName: profile.displayName,
    description: profile.description ?? '',
    locale: profile.locale,
    language: profile.locale,
    createdDateTime: time(profile.createdAt),
    lastModifiedDateTime: time(profile.modifiedAt),
    outOfBoxExperienceSetting: {
      deviceUsageType,
      userType,
      eulaHidden: experience.eulaHidden,
      escapeLinkHidden: experience.escapeLinkHidden,
      keyboardSelectionPageSkipped: experience.keyboardSelectionPageSkipped,
      privacySettingsHidden: experience.privacySettingsHidden,
    },
    outOfBoxExperienceSettings: {
      deviceUsageType,
      userType,
      hideEULA: experience.eulaHidden,
      hideEscapeLink: experience.escapeLinkHidden,
      skipKeyboardSelectionPage: experience.keyboardSelectionPageSkipped,
      hidePrivacySettings: experience.privacySettingsHidden,
    },
    hardwareHashExtractionEnabled: profile.hardwareHashExtractionEnabled,
    extractHardwareHash: profile.hardwareHashExtractionEnabled,
    deviceNameTemplate: profile.deviceNameTemplate ?? '',
    deviceType: profile.deviceType,
    preprovisioningAllowed: profile.preprovisioningAllowed,
    enableWhiteGlove: profile.preprovisioningAllowed,
    managementServiceAppId: profile.managementServiceAppId,
    roleScopeTagIds: profile.roleScopeTagIds,
    enrollmentStatusScreenSettings: profile.statusScreen,
    ...(profile.join === 'hybrid' && {
      hybridAzureADJoinSkipConnectivityCheck: profile.skipConnectivityCheck,
    }),
  }
}

/** The id contains profile and group. [observed] */
export function presentAssignment({ profileId, target }: Assignment): ProfileAssignment {
  const type = {
    group: 'groupAssignmentTarget',
    excludedGroup: 'exclusionGroupAssignmentTarget',
    allDevices: 'allDevicesAssignmentTarget',
  }[target.kind]
  const wireTarget = {
    '@odata.type': `#microsoft.graph.${type}`,
    deviceAndAppManagementAssignmentFilterId: null,
    deviceAndAppManagementAssignmentFilterType: 'none' as const,
    ...(target.kind !== 'allDevices' && { groupId: target.groupId }),
  }
  return {
    id: `${profileId}_${groupOf(target)}_0`,
    source: 'direct',
    sourceId: profileId,
    target: wireTarget,
  }
}

/** The group in an assignment's id, or undefined if it does not belong to this profile. */
export function groupInAssignmentId(id: string, profileId: string): string | undefined {
  const [profile, group, ...rest] = id.toLowerCase().split('_')
  return profile === profileId && rest.length <= 1 ? group : undefined
}

export function presentSettings(state: {
  settingsId: string
  triggeredAt: Date | null
  endedAt: Date | null
  running: boolean
}) {
  const { settingsId, triggeredAt, endedAt, running } = state
  return {
    id: settingsId,
    lastSyncDateTime: endedAt ? time(endedAt) : never,
    lastManualSyncTriggerDateTime: triggeredAt ? time(triggeredAt) : never,
    syncStatus: running ? 'inProgress' : triggeredAt ? 'completed' : 'unknown',
  } satisfies AutopilotSettings
}
