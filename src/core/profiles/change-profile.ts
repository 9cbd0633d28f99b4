/** What administrators do to profiles. */
import type { Clock } from '../clock.ts'
import { checkNameTemplate } from '../devices/device-name.ts'
import { invalid } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import { newUuid } from '../uuid.ts'
import {
  findProfile,
  type Profile,
  type ProfileSettings,
  type Profiles,
  profileNotFound,
  type Target,
} from './profile.ts'

/** [documented: Microsoft, "Configure Autopilot profiles"] */
const maxProfiles = 350
const maxName = 200
const maxDescription = 1_500

export type ProfileText = { readonly displayName: string } & ProfileSettings

export const defaultSettings: ProfileSettings = {
  description: null,
  locale: 'os-default',
  deviceNameTemplate: null,
  deviceType: 'windowsPc',
  join: 'entra',
  skipConnectivityCheck: false,
  preprovisioningAllowed: false,
  hardwareHashExtractionEnabled: false,
  managementServiceAppId: null,
  roleScopeTagIds: ['0'],
  experience: {
    deviceUsageType: 'singleUser',
    userType: 'standard',
    eulaHidden: true,
    escapeLinkHidden: true,
    keyboardSelectionPageSkipped: false,
    privacySettingsHidden: true,
  },
  statusScreen: null,
}

export type ProfileDeps = { readonly profiles: Profiles; readonly now: Clock['now'] }

export async function createProfile(
  { profiles, now }: ProfileDeps,
  tenantId: TenantId,
  text: ProfileText,
): Promise<Profile> {
  check(text)
  const profile = { ...text, id: newUuid(), createdAt: now(), modifiedAt: now() }
  if ((await profiles.add(tenantId, profile, maxProfiles)) === 'full')
    throw invalid(`A tenant has at most ${maxProfiles} deployment profiles`)
  return profile
}

export async function changeProfile(
  { profiles, now }: ProfileDeps,
  { tenantId, id }: { tenantId: TenantId; id: string },
  changes: Partial<ProfileText>,
): Promise<Profile> {
  const known = await findProfile(profiles, tenantId, id)
  if (changes.join !== undefined && changes.join !== known.join)
    throw invalid('What a profile lets devices join is fixed when it is created')
  const profile = { ...known, ...changes, modifiedAt: now() }
  check(profile)
  await profiles.replace(tenantId, profile)
  return profile
}

/** An assigned profile is in use. [observed: 400; clients delete the assignments first] */
export async function removeProfile(
  profiles: Profiles,
  tenantId: TenantId,
  id: string,
): Promise<void> {
  const outcome = await profiles.remove(tenantId, id)
  if (outcome === 'missing') throw profileNotFound(id)
  if (outcome === 'in-use')
    throw invalid(`The deployment profile '${id}' is assigned. Delete its assignments first`)
}

export async function assignProfile(
  profiles: Profiles,
  { tenantId, id }: { tenantId: TenantId; id: string },
  target: Target,
): Promise<void> {
  await findProfile(profiles, tenantId, id)
  if ((await profiles.assign(tenantId, id, target)) === 'taken')
    throw invalid('The profile has an assignment to this target already')
}

function check({ displayName, description, deviceNameTemplate, ...rest }: ProfileText): void {
  if (displayName.trim() === '') throw invalid('displayName is missing')
  if (displayName.length > maxName)
    throw invalid(`displayName is longer than ${maxName} characters`)
  if ((description?.length ?? 0) > maxDescription)
    throw invalid(`description is longer than ${maxDescription} characters`)
  if (deviceNameTemplate) checkNameTemplate(deviceNameTemplate)
  if (JSON.stringify([displayName, description, rest]).includes('\\u0000'))
    throw invalid('A text holds a NUL character')
}
