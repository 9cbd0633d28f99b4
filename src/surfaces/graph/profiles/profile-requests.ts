/**
 * Requests about deployment profiles. Clients still send names that were due to disappear in 2024; if both are
 * present, the newer one counts.
 */
import { hybridProfileType, memberNames, profileAssignmentType } from 'taxiway-autopilot/graph'
import { z } from 'zod'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import { defaultSettings, type ProfileText } from '../../../core/profiles/change-profile.ts'
import type { Experience, StatusScreen, Target } from '../../../core/profiles/profile.ts'
import { idShape } from '../../http/id-shape.ts'
import { ofType } from '../bodies/known-members.ts'

const flag = z.boolean().nullish()
const text = z.string().nullish()

const usage = z.enum(['singleUser', 'shared']).nullish()
const userType = z.enum(['administrator', 'standard']).nullish()

const experience = z.object({
  deviceUsageType: usage,
  userType,
  eulaHidden: flag,
  escapeLinkHidden: flag,
  keyboardSelectionPageSkipped: flag,
  privacySettingsHidden: flag,
})

const legacyExperience = z
  .object({
    deviceUsageType: usage,
    userType,
    hideEULA: flag,
    hideEscapeLink: flag,
    skipKeyboardSelectionPage: flag,
    hidePrivacySettings: flag,
  })
  .transform((old) => ({
    deviceUsageType: old.deviceUsageType,
    userType: old.userType,
    eulaHidden: old.hideEULA,
    escapeLinkHidden: old.hideEscapeLink,
    keyboardSelectionPageSkipped: old.skipKeyboardSelectionPage,
    privacySettingsHidden: old.hidePrivacySettings,
  }))

const statusScreen = z.object({
  hideInstallationProgress: z.boolean().default(false),
  allowDeviceUseBeforeProfileAndAppInstallComplete: z.boolean().default(false),
  blockDeviceSetupRetryByUser: z.boolean().default(false),
  allowLogCollectionOnInstallFailure: z.boolean().default(false),
  customErrorMessage: z.string().nullable().default(null),
  installProgressTimeoutInMinutes: z.number().int().min(0).default(0),
  allowDeviceUseOnInstallFailure: z.boolean().default(false),
}) satisfies z.ZodType<StatusScreen>

export const profileRequest = z.object({
  '@odata.type': text,
  displayName: text,
  description: z.string().nullable().optional(),
  locale: text,
  language: text,
  deviceNameTemplate: z.string().nullable().optional(),
  deviceType: z
    .enum(['windowsPc', 'holoLens', 'surfaceHub2', 'surfaceHub2S', 'virtualMachine'])
    .nullish(),
  preprovisioningAllowed: flag,
  enableWhiteGlove: flag,
  hardwareHashExtractionEnabled: flag,
  extractHardwareHash: flag,
  managementServiceAppId: z.string().nullable().optional(),
  roleScopeTagIds: z.array(z.string()).max(100).nullish(),
  hybridAzureADJoinSkipConnectivityCheck: flag,
  outOfBoxExperienceSetting: experience.nullish(),
  outOfBoxExperienceSettings: legacyExperience.nullish(),
  enrollmentStatusScreenSettings: statusScreen.nullable().optional(),
})

export type ProfileRequest = z.output<typeof profileRequest>

ofType(profileRequest, {
  type: 'microsoft.graph.windowsAutopilotDeploymentProfile',
  derived: [
    'microsoft.graph.azureADWindowsAutopilotDeploymentProfile',
    'microsoft.graph.activeDirectoryWindowsAutopilotDeploymentProfile',
  ],
  ignored: memberNames(hybridProfileType, 'beta'),
})
for (const [shape, name] of [
  [experience, 'outOfBoxExperienceSetting'],
  [legacyExperience, 'outOfBoxExperienceSettings'],
  [statusScreen, 'windowsEnrollmentStatusScreenSettings'],
] as const)
  ofType(shape, { type: `microsoft.graph.${name}`, ignored: [], mayBeEmpty: true })

/** The request in the domain's terms. `base` supplies the settings that it omits. */
export function profileChanges(request: ProfileRequest, base: Experience): Partial<ProfileText> {
  const type = request['@odata.type']?.replace(/^#?microsoft\.graph\./i, '').toLowerCase()
  const given = {
    displayName: request.displayName ?? undefined,
    description: request.description,
    locale: request.locale ?? request.language ?? undefined,
    deviceNameTemplate: request.deviceNameTemplate,
    deviceType: request.deviceType ?? undefined,
    preprovisioningAllowed: request.preprovisioningAllowed ?? request.enableWhiteGlove ?? undefined,
    hardwareHashExtractionEnabled:
      request.hardwareHashExtractionEnabled ?? request.extractHardwareHash ?? undefined,
    managementServiceAppId: request.managementServiceAppId,
    roleScopeTagIds: request.roleScopeTagIds ?? undefined,
    skipConnectivityCheck: request.hybridAzureADJoinSkipConnectivityCheck ?? undefined,
    statusScreen: request.enrollmentStatusScreenSettings,
    experience: experienceOf(request, base),
    join: type === undefined ? undefined : joinOf(type),
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

export function newProfile(request: ProfileRequest): ProfileText {
  const given = profileChanges(request, defaultSettings.experience)
  return { ...defaultSettings, displayName: '', ...given }
}

function joinOf(type: string): ProfileText['join'] | undefined {
  if (type === 'azureadwindowsautopilotdeploymentprofile') return 'entra'
  if (type === 'activedirectorywindowsautopilotdeploymentprofile') return 'hybrid'
  if (type === 'windowsautopilotdeploymentprofile') return undefined
  throw new DomainError('request-invalid', `There is no deployment profile of type '${type}'.`)
}

function experienceOf(
  { outOfBoxExperienceSetting: now, outOfBoxExperienceSettings: old }: ProfileRequest,
  base: Experience,
): Experience | undefined {
  if (!now && !old) return undefined
  const pick = <Name extends keyof Experience>(name: Name): Experience[Name] =>
    (now?.[name] ?? old?.[name] ?? base[name]) as Experience[Name]
  return {
    deviceUsageType: pick('deviceUsageType'),
    userType: pick('userType'),
    eulaHidden: pick('eulaHidden'),
    escapeLinkHidden: pick('escapeLinkHidden'),
    keyboardSelectionPageSkipped: pick('keyboardSelectionPageSkipped'),
    privacySettingsHidden: pick('privacySettingsHidden'),
  }
}

export const assignRequest = z.object({ deviceIds: z.array(idShape(ids.device)).max(1_000) })

export const payloadRequest = z.object({ payloadIds: z.array(z.string()).max(1_000) })

export const assignmentRequest = z.object({
  target: z.object({
    '@odata.type': z.string(),
    groupId: text,
    // A filter narrows an assignment, and profiles have none. [documented: supported workloads of filters]
    deviceAndAppManagementAssignmentFilterId: z
      .string()
      .regex(/^$|^0{8}(-0{4}){3}-0{12}$/, 'must be left out: profiles are assigned without filters')
      .nullish(),
    deviceAndAppManagementAssignmentFilterType: z.literal('none').nullish(),
  }),
})
ofType(assignRequest, { type: 'the parameters of assign', ignored: [] })
ofType(payloadRequest, { type: 'the parameters of hasPayloadLinks', ignored: [] })
ofType(assignmentRequest, {
  type: 'microsoft.graph.windowsAutopilotDeploymentProfileAssignment',
  ignored: memberNames(profileAssignmentType, 'beta'),
})

const groupTargets: Readonly<Record<string, 'group' | 'excludedGroup'>> = {
  groupassignmenttarget: 'group',
  exclusiongroupassignmenttarget: 'excludedGroup',
}

export function targetOf({ target }: z.output<typeof assignmentRequest>): Target {
  const type = target['@odata.type'].replace(/^#?microsoft\.graph\./i, '').toLowerCase()
  if (type === 'alldevicesassignmenttarget') return { kind: 'allDevices' }
  const kind = groupTargets[type]
  if (kind === undefined)
    throw new DomainError(
      'request-invalid',
      `A profile cannot be assigned to a target of type '${target['@odata.type']}'. There are groupAssignmentTarget, exclusionGroupAssignmentTarget and allDevicesAssignmentTarget.`,
    )
  const groupId = z.guid().safeParse(target.groupId).data?.toLowerCase()
  if (groupId === undefined)
    throw new DomainError('request-invalid', 'Invalid request: target.groupId: not a group id.')
  return { kind, groupId }
}
