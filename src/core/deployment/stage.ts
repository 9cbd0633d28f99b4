/** Stages of a first boot, as the members of a Graph `deviceManagementAutopilotEvent`. [schema] */
import type { Device } from '../devices/device.ts'
import type { Members } from '../inventory/records.ts'
import type { Profile } from '../profiles/profile.ts'

export type Stage =
  | 'oobe'
  | 'signIn'
  | 'joining'
  | 'enrolling'
  | 'enrolled'
  | 'devicePreparation'
  | 'deviceSetup'
  | 'accountSetup'
  | 'deployed'
  | 'failed'

export type StageReached = {
  readonly device: Device
  readonly profile: Profile | undefined
  readonly event: { readonly stage: Stage; readonly code?: string | undefined }
  readonly at: { readonly now: Date; readonly begunAt: Date }
}

/** The members after a stage is reached; each keeps its value unless the stage changes it. */
export function autopilotMembers(
  before: Members,
  { device, profile, event, at }: StageReached,
): Members {
  const now = at.now.toISOString()
  const begun = at.begunAt.toISOString()
  const started = {
    deviceId: device.managedDeviceId ?? '',
    deviceSerialNumber: device.serialNumber,
    userPrincipalName: device.userPrincipalName ?? '',
    managedDeviceName: device.displayName ?? '',
    deviceRegisteredDateTime: device.registeredAt.toISOString(),
    enrollmentStartDateTime: begun,
    deploymentStartDateTime: begun,
    deploymentState: 'inProgress',
    enrollmentState: device.enrollmentState,
    enrollmentType: enrollmentTypeOf(profile),
    windowsAutopilotDeploymentProfileDisplayName: profile?.displayName ?? '',
  }
  return { ...started, ...before, ...reached(before, event, at), eventDateTime: now }
}

function reached(
  before: Members,
  { stage, code }: StageReached['event'],
  { now, begunAt }: StageReached['at'],
): Members {
  const end = {
    deploymentEndDateTime: now.toISOString(),
    deploymentTotalDuration: since(begunAt, now),
  }
  switch (stage) {
    case 'enrolled':
      return { enrollmentState: 'enrolled' }
    case 'deviceSetup':
      return { deviceSetupStatus: 'inProgress', devicePreparationDuration: since(begunAt, now) }
    case 'accountSetup':
      return { deviceSetupStatus: 'success', accountSetupStatus: 'inProgress' }
    case 'deployed':
      return {
        ...end,
        deploymentState: 'success',
        deviceSetupStatus: 'success',
        accountSetupStatus: before['accountSetupStatus'] === undefined ? 'notAttempted' : 'success',
        deploymentDuration: since(begunAt, now),
      }
    case 'failed':
      return {
        ...end,
        ...failedPart(before),
        deploymentState: 'failure',
        enrollmentFailureDetails: code ?? '',
      }
    default:
      return {}
  }
}

/** The part of setup that was running is the one that failed. */
function failedPart(before: Members): Members {
  if (before['accountSetupStatus'] === 'inProgress') return { accountSetupStatus: 'failure' }
  if (before['deviceSetupStatus'] === 'inProgress') return { deviceSetupStatus: 'failure' }
  return before['enrollmentState'] === 'enrolled' ? {} : { enrollmentState: 'failed' }
}

function enrollmentTypeOf(profile: Profile | undefined): string {
  if (profile === undefined) return 'unknown'
  if (profile.join === 'hybrid') return 'offlineDomainJoined'
  return profile.experience.deviceUsageType === 'shared'
    ? 'azureADJoinedUsingDeviceAuthWithAutopilotProfile'
    : 'azureADJoinedWithAutopilotProfile'
}

function since(from: Date, to: Date): string {
  return `PT${Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000))}S`
}
