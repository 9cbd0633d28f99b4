/** Deployment profiles: the settings of a device's first boot, and which devices each profile is for. */
import { DomainError } from '../errors.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import type { FieldTypes, ListQuery, Rows } from '../query.ts'

export type Experience = {
  readonly deviceUsageType: 'singleUser' | 'shared'
  readonly userType: 'administrator' | 'standard'
  readonly eulaHidden: boolean
  readonly escapeLinkHidden: boolean
  readonly keyboardSelectionPageSkipped: boolean
  readonly privacySettingsHidden: boolean
}

/** The enrollment status page, kept for clients that use the old names. */
export type StatusScreen = {
  readonly hideInstallationProgress: boolean
  readonly allowDeviceUseBeforeProfileAndAppInstallComplete: boolean
  readonly blockDeviceSetupRetryByUser: boolean
  readonly allowLogCollectionOnInstallFailure: boolean
  readonly customErrorMessage: string | null
  readonly installProgressTimeoutInMinutes: number
  readonly allowDeviceUseOnInstallFailure: boolean
}

export type ProfileSettings = {
  readonly description: string | null
  /** `os-default`: the device's own language; empty: the user chooses. */
  readonly locale: string
  readonly deviceNameTemplate: string | null
  readonly deviceType: 'windowsPc' | 'holoLens' | 'surfaceHub2' | 'surfaceHub2S' | 'virtualMachine'
  /** What the device joins: Entra only, or a domain as well. */
  readonly join: 'entra' | 'hybrid'
  /** For hybrid join: whether setup may go on without reaching the domain. */
  readonly skipConnectivityCheck: boolean
  readonly preprovisioningAllowed: boolean
  readonly hardwareHashExtractionEnabled: boolean
  readonly managementServiceAppId: string | null
  readonly roleScopeTagIds: readonly string[]
  readonly experience: Experience
  /** Null: the service's own. */
  readonly statusScreen: StatusScreen | null
}

export type Profile = ProfileSettings & {
  readonly id: string
  readonly displayName: string
  readonly createdAt: Date
  readonly modifiedAt: Date
}

export const profileFieldTypes = {
  id: 'id',
  displayName: 'text',
  description: 'text',
  createdAt: 'date',
  modifiedAt: 'date',
} as const satisfies FieldTypes<string>

export type ProfileField = keyof typeof profileFieldTypes

export type Target =
  | { readonly kind: 'group' | 'excludedGroup'; readonly groupId: string }
  | { readonly kind: 'allDevices' }

export type Assignment = {
  readonly profileId: string
  readonly target: Target
  readonly createdAt: Date
}

export type Profiles = {
  find(tenantId: TenantId, id: string): Promise<Profile | undefined>
  findAll(tenantId: TenantId, ids: readonly string[]): Promise<ReadonlyMap<string, Profile>>
  list(tenantId: TenantId, query: ListQuery<ProfileField>): Promise<Rows<Profile>>
  /** At most `max` in a tenant, even with concurrent additions. */
  add(tenantId: TenantId, profile: Profile, most: number): Promise<'done' | 'full'>
  replace(tenantId: TenantId, profile: Profile): Promise<void>
  remove(tenantId: TenantId, id: string): Promise<'done' | 'missing' | 'in-use'>
  assignments(tenantId: TenantId, ids: readonly string[]): Promise<readonly Assignment[]>
  assign(tenantId: TenantId, id: string, target: Target): Promise<'done' | 'taken'>
  unassign(tenantId: TenantId, id: string, groupId: string): Promise<boolean>
  /** Gives the profile to devices by name, whatever their groups say. */
  give(tenantId: TenantId, id: string, devices: readonly DeviceId[]): Promise<void>
}

/** The pseudo-group that stands for `allDevices` in ids of assignments. [observed: the same in every tenant] */
export const allDevicesGroup = 'adadadad-808e-44e2-905a-0b7873a8a531'

export function groupOf(target: Target): string {
  return target.kind === 'allDevices' ? allDevicesGroup : target.groupId
}

export async function findProfile(
  profiles: Profiles,
  tenantId: TenantId,
  id: string,
): Promise<Profile> {
  const profile = await profiles.find(tenantId, id)
  if (profile === undefined) throw profileNotFound(id)
  return profile
}

export function profileNotFound(id: string): DomainError {
  return new DomainError(
    'not-found',
    `There is no Windows Autopilot deployment profile with the id '${id}'.`,
  )
}
