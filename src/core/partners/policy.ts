/**
 * Profiles of the partner channel. Each is a deployment profile of the customer, so that a device gets it at its first
 * boot and the customer sees it; the partner sees only those it made. [documented: Partner Center, configuration
 * policies]
 */
import { noteAudit } from '../acting.ts'
import { DomainError } from '../errors.ts'
import type { DeviceId } from '../ids.ts'
import {
  changeProfile,
  createProfile,
  defaultSettings,
  type ProfileDeps,
  removeProfile,
} from '../profiles/change-profile.ts'
import type { Experience, Profile } from '../profiles/profile.ts'
import type { Place } from './batch.ts'

/** As Partner Center spells them. */
export const policySettings = [
  'remove_oem_preinstalls',
  'oobe_user_not_local_admin',
  'skip_express_settings',
  'skip_oem_registration',
  'skip_eula',
] as const

export type PolicySetting = (typeof policySettings)[number]

export type PartnerPolicy = {
  readonly profile: Profile
  readonly settings: readonly PolicySetting[]
  /** Devices that were given it. */
  readonly devices: number
}

export type PartnerPolicies = {
  list(place: Place): Promise<readonly PartnerPolicy[]>
  find(place: Place, id: string): Promise<PartnerPolicy | undefined>
  /** Stores, beside its profile, whose it is and what it was made of. */
  keep(
    place: Place,
    policy: { readonly id: string; readonly settings: readonly PolicySetting[] },
  ): Promise<void>
  /** Takes the partner's profiles from devices. */
  take(place: Place, devices: readonly DeviceId[]): Promise<void>
}

export type PolicyDeps = ProfileDeps & { readonly policies: PartnerPolicies }

export type PolicyText = {
  readonly name: string
  /** Absent: as it was. */
  readonly description?: string | undefined
  readonly settings: readonly PolicySetting[]
}

export async function createPolicy(
  deps: PolicyDeps,
  place: Place,
  { name, description, settings }: PolicyText,
): Promise<PartnerPolicy> {
  const { id } = await createProfile(deps, place.customerId, {
    ...defaultSettings,
    displayName: name,
    description: description ?? null,
    experience: experienceOf(settings),
  })
  await deps.policies.keep(place, { id, settings })
  noteAudit({ type: 'ConfigurationPolicy', id, name })
  return await findPolicy(deps, place, id)
}

export async function changePolicy(
  deps: PolicyDeps,
  place: Place,
  { id, name, description, settings }: PolicyText & { readonly id: string },
): Promise<PartnerPolicy> {
  await findPolicy(deps, place, id)
  await changeProfile(
    deps,
    { tenantId: place.customerId, id },
    {
      displayName: name,
      experience: experienceOf(settings),
      ...(description !== undefined && { description }),
    },
  )
  await deps.policies.keep(place, { id, settings })
  noteAudit({ type: 'ConfigurationPolicy', id, name })
  return await findPolicy(deps, place, id)
}

export async function removePolicy(deps: PolicyDeps, place: Place, id: string): Promise<void> {
  const { devices, profile } = await findPolicy(deps, place, id)
  if (devices > 0)
    throw new DomainError(
      'conflict',
      `${devices} devices have this policy. Give them another first.`,
    )
  await removeProfile(deps.profiles, place.customerId, id)
  noteAudit({ type: 'ConfigurationPolicy', id, name: profile.displayName })
}

export async function findPolicy(
  { policies }: Pick<PolicyDeps, 'policies'>,
  place: Place,
  id: string,
): Promise<PartnerPolicy> {
  const policy = await policies.find(place, id)
  if (policy === undefined) throw new DomainError('not-found', `There is no policy '${id}'.`)
  return policy
}

function experienceOf(settings: readonly PolicySetting[]): Experience {
  return {
    deviceUsageType: 'singleUser',
    userType: settings.includes('oobe_user_not_local_admin') ? 'standard' : 'administrator',
    eulaHidden: settings.includes('skip_eula'),
    escapeLinkHidden: true,
    keyboardSelectionPageSkipped: settings.includes('skip_oem_registration'),
    privacySettingsHidden: settings.includes('skip_express_settings'),
  }
}
