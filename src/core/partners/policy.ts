/**
 * Profiles of the partner channel. Each is a deployment profile of the customer, so that a device gets it at its first
 * boot and the customer sees it; the partner sees only those it made. [documented: Partner Center, configuration
 * policies]
 */
import { noteAudit } from '../acting.ts'
import type { Device } from '../devices/device.ts'
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
import type { BatchDevice, Batches, JobRow, Place } from './batch.ts'

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

export type WantedPolicy = {
  /** The device's id or serial number. */
  readonly device: string
  /** Null: none any more. */
  readonly policyId: string | null
}

/** Gives profiles to devices of the partner; what cannot be given is said in its row. */
export async function givePolicies(
  { policies, profiles, batches }: PolicyDeps & { readonly batches: Batches },
  place: Place,
  wanted: readonly WantedPolicy[],
): Promise<readonly JobRow[]> {
  const known = await batches.own(place, { devices: wanted.map(({ device }) => device) })
  const own = new Map((await policies.list(place)).map(({ profile }) => [profile.id, profile]))
  const rows: JobRow[] = []
  for (const each of wanted) {
    const device = ofName(known, each.device)
    const policyId = each.policyId?.toLowerCase() ?? null
    const refusal = refusalFor(device, policyId, own)
    if (device !== undefined && refusal === undefined) {
      await give({ policies, profiles }, place, { device, policyId })
    }
    rows.push({
      serialNumber: device?.serialNumber ?? null,
      productKey: null,
      deviceId: device?.id ?? null,
      ...(refusal === undefined ? { state: 'complete' } : { state: 'error', refusal }),
    })
  }
  return rows
}

function refusalFor(
  device: Device | undefined,
  policyId: string | null,
  own: ReadonlyMap<string, Profile>,
) {
  if (device === undefined) return 'ZtdDeviceNotFound'
  return policyId === null || own.has(policyId) ? undefined : 'PolicyNotFound'
}

async function give(
  { policies, profiles }: Pick<PolicyDeps, 'policies' | 'profiles'>,
  { customerId, partnerId }: Place,
  { device, policyId }: { readonly device: Device; readonly policyId: string | null },
): Promise<void> {
  if (policyId === null) await policies.take({ customerId, partnerId }, [device.id])
  else await profiles.give(customerId, policyId, [device.id])
  noteAudit({ type: 'WindowsAutopilotDeviceIdentity', id: device.id, name: device.serialNumber })
}

/** A serial number of two devices names neither. */
function ofName(known: readonly BatchDevice[], named: string) {
  const byId = known.find(({ device }) => device.id === named.toLowerCase())
  if (byId !== undefined) return byId.device
  const [first, second] = known.filter(({ device }) => device.serialNumber === named)
  return second === undefined ? first?.device : undefined
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
