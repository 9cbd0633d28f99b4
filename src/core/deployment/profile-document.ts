/**
 * The profile as a device downloads it, field by field (names and types as observed in downloaded files;
 * docs/first-boot.md gives a source for each), and the answer without a profile, which devices also keep.
 */
import type { Device } from '../devices/device.ts'
import type { Profile } from '../profiles/profile.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { expandedName } from './expanded-name.ts'
import { oobeConfig } from './oobe-config.ts'

/** Where a device enrolls unless its profile names another service: Microsoft Intune. [observed] */
export const intuneAppId = '9cb77803-d937-493e-9a3b-4b49de3f5a74'
export const updateTimeout = 1_800_000

export type ProfileFor = {
  readonly profile: Profile
  readonly device: Device
  readonly tenant: Tenant
  /** Whether it was assigned by name or through a group rather than by being for all devices. */
  readonly isExplicit: boolean
}

export type Download = {
  readonly at: Date
  /** A new one for each answer. */
  readonly correlationId: string
}

export type ProfileDocument = Readonly<Record<string, string | number | boolean>>

export function profileDocument(of: ProfileFor, { at, correlationId }: Download): ProfileDocument {
  const { profile, device, isExplicit } = of
  const time = at.toISOString().replace(/\.\d{3}Z$/, 'Z')
  const vector = `${correlationId.replaceAll('-', '').slice(0, 22)}.0`
  return {
    ...sharedFields(of, device.userPrincipalName ?? ''),
    ...nameField(of),
    CloudAssignedMdmId: profile.managementServiceAppId ?? intuneAppId,
    CloudAssignedEspEnabled: 1,
    CloudAssignedPrivacyDiagnostics: 0,
    CloudAssignedTelemetryLevel: 0,
    CloudAssignedDeviceRegistration: 0,
    DeploymentProfileName: profile.displayName,
    IsExplicitProfileAssignment: isExplicit,
    ZtdRegistrationId: device.id,
    AadDeviceId: device.directoryDeviceId,
    AutopilotServiceCorrelationId: correlationId,
    PolicyDownloadCorrelationVector: vector,
    AutopilotCorrelationVector: vector,
    PolicyDownloadDate: time,
    AutopilotCreationDate: time,
    AutopilotMode: profile.experience.deviceUsageType === 'shared' ? 1 : 0,
    AutopilotUpdateTimeout: updateTimeout,
  }
}

/** What the download and the file for existing devices have in common. */
export function sharedFields(
  { profile, tenant }: Pick<ProfileFor, 'profile' | 'tenant'>,
  userPrincipalName: string,
): ProfileDocument {
  const forced = profile.experience.escapeLinkHidden ? 1 : 0
  const zeroTouch = {
    CloudAssignedTenantUpn: userPrincipalName,
    ForcedEnrollment: forced,
    CloudAssignedTenantDomain: domainOf(tenant),
  }
  return {
    CloudAssignedTenantId: tenant.id,
    CloudAssignedTenantDomain: domainOf(tenant),
    CloudAssignedOobeConfig: oobeConfig(profile),
    CloudAssignedDomainJoinMethod: profile.join === 'hybrid' ? 1 : 0,
    CloudAssignedForcedEnrollment: forced,
    CloudAssignedAadServerData: JSON.stringify({ ZeroTouchConfig: zeroTouch }),
    CloudAssignedAutopilotUpdateDisabled: 1,
    CloudAssignedAutopilotUpdateTimeout: updateTimeout,
    ...languageFields(profile),
    ...(profile.join === 'hybrid' &&
      profile.skipConnectivityCheck && { HybridJoinSkipDCConnectivityCheck: 1 }),
  }
}

/** Every Windows that reached OOBE with a network and got no profile keeps this. [observed] */
export function blankProfile({ at, correlationId }: Download): ProfileDocument {
  return {
    AutopilotCreationDate: at.toISOString().replace(/\.\d{3}Z$/, 'Z'),
    AutopilotUpdateTimeout: updateTimeout,
    AutopilotMode: 0,
    AutopilotCorrelationVector: `${correlationId.replaceAll('-', '').slice(0, 22)}.0`,
    CloudAssignedAadServerData: JSON.stringify({
      ZeroTouchConfig: {
        CloudAssignedTenantDomain: '',
        CloudAssignedTenantUpn: '',
        ForcedEnrollment: 0,
      },
    }),
  }
}

/** The part of a profile that a device may get which has shown only its hash: no user, no names. */
export function cutProfile(
  { profile, tenant }: Pick<ProfileFor, 'profile' | 'tenant'>,
  { correlationId }: Download,
): ProfileDocument {
  const shared = sharedFields({ profile, tenant }, '')
  const kept = [
    'CloudAssignedTenantId',
    'CloudAssignedOobeConfig',
    'CloudAssignedDomainJoinMethod',
    'CloudAssignedForcedEnrollment',
  ]
  const cut = Object.entries(shared).filter(([name]) => kept.includes(name))
  return { ...Object.fromEntries(cut), AutopilotServiceCorrelationId: correlationId }
}

export function domainOf({ domains }: Pick<Tenant, 'domains'>): string {
  return domains[0] ?? ''
}

/** A language is only set if people do not see the page that asks for it. [observed] */
function languageFields({ locale, experience }: Profile): ProfileDocument {
  if (!experience.keyboardSelectionPageSkipped || locale === '') return {}
  return { CloudAssignedLanguage: locale, CloudAssignedRegion: locale }
}

/** Hybrid join takes its names from the domain-join configuration, and ignores these. [documented] */
function nameField({ profile, device }: ProfileFor): ProfileDocument {
  if (profile.join === 'hybrid') return {}
  if (device.displayName) return { CloudAssignedDeviceName: device.displayName }
  if (!profile.deviceNameTemplate) return {}
  const { serialNumber, id } = device
  const { name } = expandedName(profile.deviceNameTemplate, { serialNumber, seed: id })
  return { CloudAssignedDeviceName: name }
}
