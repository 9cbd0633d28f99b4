/**
 * `AutopilotConfigurationFile.json`, for devices that are not registered. It is ASCII, because OOBE ignores the
 * file in UTF-8 or UTF-16. [documented: deployment of existing devices]
 */
import type { Profile } from '../profiles/profile.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { sharedFields } from './profile-document.ts'

export const offlineFileName = 'AutopilotConfigurationFile.json'
const fileVersion = 2049

export type OfflineFile =
  | { readonly ok: true; readonly bytes: Uint8Array }
  /** Why the profile cannot be delivered as a file. */
  | { readonly ok: false; readonly reason: string }

export function offlineFile(profile: Profile, tenant: Tenant): OfflineFile {
  const reason = onlineOnly(profile)
  if (reason !== undefined) return { ok: false, reason }
  const { deviceNameTemplate, join } = profile
  const fields = {
    Version: fileVersion,
    Comment_File: `Profile ${profile.displayName}`,
    ZtdCorrelationId: profile.id,
    ...sharedFields({ profile, tenant }, ''),
    // The device itself inserts its serial number into the template.
    ...(join === 'entra' && deviceNameTemplate && { CloudAssignedDeviceName: deviceNameTemplate }),
  }
  return { ok: true, bytes: Buffer.from(asciiJson(fields), 'latin1') }
}

function onlineOnly({ experience, deviceType }: Profile): string | undefined {
  if (experience.deviceUsageType === 'shared')
    return 'A self-deploying profile cannot come from a file: the device proves itself by its TPM while it asks online.'
  if (deviceType !== 'windowsPc' && deviceType !== 'virtualMachine')
    return 'Only Windows PCs read a profile from a file.'
  return undefined
}

/** JSON with all non-ASCII characters escaped, indented by four spaces and with CRLF, as PowerShell writes it. */
function asciiJson(fields: object): string {
  return JSON.stringify(fields, null, 4)
    .replaceAll(
      /[\u007f-\uffff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    .replaceAll('\n', '\r\n')
}
