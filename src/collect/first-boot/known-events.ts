/**
 * Which events of a device's logs are about its first boot, and what they mean.
 *
 * Sources: Microsoft's page on troubleshooting Autopilot lists 100 to 172 and 807 to 908 (documented). The others
 * follow the messages of autopilotdiag.dll, as listed by the libyal project (observed).
 */
import { deviceErrors } from 'taxiway-autopilot'
import type { LogEvent } from '../event-log/log-event.ts'

const autopilot = 'Microsoft-Windows-ModernDeployment-Diagnostics-Provider'
const shell = 'Microsoft-Windows-Shell-Core'
/** Only failures of these are shown: the rest is thousands of routine entries. */
const failuresOnly: ReadonlySet<string> = new Set([
  'Microsoft-Windows-AAD',
  'Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider',
  'Microsoft-Windows-Provisioning-Diagnostics-Provider',
  'Microsoft-Windows-User Device Registration',
])

/** The errors with which the service refuses a device, or the device its registration. */
export const errorMeanings: ReadonlyMap<number, string> = new Map(
  deviceErrors.map(({ code, names, meaning, nextStep }) => [
    code,
    `${names.join(' or ')}: ${meaning}; ${nextStep}.`,
  ]),
)

const meanings: ReadonlyMap<number, string> = new Map([
  ...errorMeanings,
  [100, 'A profile setting is missing, often only because the profile has not arrived yet.'],
  [101, 'A numeric profile setting was read.'],
  [103, 'A text profile setting was read.'],
  [109, 'A profile setting that changes OOBE was read.'],
  [111, 'The profile settings were read.'],
  [112, 'The profile settings could not be read.'],
  [153, 'The profile state changed.'],
  [160, 'The profile download begins.'],
  [161, 'The profile was downloaded.'],
  [162, 'No download is needed, and the device has no profile until it is reset.'],
  [163, 'No download is needed: the device keeps its profile until it is reset.'],
  [164, 'There is an internet connection for the profile download.'],
  [165, 'There is no internet connection; the download waits for it.'],
  [167, 'There is still no internet connection.'],
  [170, 'The profile download is complete.'],
  [171, 'The identity of the TPM was not confirmed: attestation failed.'],
  [172, 'The profile could not be made available, usually after 171.'],
  [185, 'The settings could not be retrieved.'],
  [192, 'Enrollment failed and is retried.'],
  [193, 'The profile download is retried.'],
  [194, 'The profile download will be retried.'],
  [301, 'Enrollment was stopped by an error.'],
  [302, 'Enrollment failed.'],
  [303, 'Enrollment succeeded.'],
  [314, 'The profile could not be downloaded; the device continues without Autopilot.'],
  [509, 'Pre-provisioning requires a TPM; its value is given.'],
  [701, 'The service returned an empty profile, which was not stored.'],
  [702, 'The new profile was stored.'],
  [703, 'The service returned a profile.'],
  [704, 'The service returned an empty profile.'],
  [705, 'The profile on the device was removed.'],
  [706, 'The profile could not be downloaded.'],
  [707, 'The profile could not be downloaded.'],
  [709, 'The service refused the request; its response is in the values.'],
  [710, 'The device got no ticket for the service.'],
  [750, 'The device got no ticket, perhaps because its clock is wrong.'],
  [753, "The device's clock is wrong."],
  [1007, 'The Autopilot data on the device was removed.'],
])

/** File names of these logs, in archives and in Windows; debug logs are left out. */
export const knownLogName =
  /(?:(?:moderndeployment|provisioning|devicemanagement-enterprise)-diagnostics-provider|windows-aad|windows-shell-core|user device registration)[^/\\]*(?<!debug)\.evtx$/i

/** Windows 10 first logged the same to a channel of that name under its provisioning provider (documented). */
export function isOfAutopilot({ provider, channel }: LogEvent): boolean {
  return provider === autopilot || /-Diagnostics-Provider\/Autopilot$/i.test(channel)
}

/** Whether an event belongs in the timeline of a first boot. */
export function isReported(event: LogEvent): boolean {
  if (isOfAutopilot(event)) return true
  if (event.provider === shell) return isOfEnrollmentPage(event)
  return failuresOnly.has(event.provider) && /^(?:critical|error|warning)$/.test(event.level ?? '')
}

/** Null if unknown. */
export function meaningOf(event: LogEvent): string | null {
  return isOfAutopilot(event) ? (meanings.get(event.id) ?? null) : null
}

/** Events of the Enrollment Status Page, as quoted by Microsoft's page about it (documented). */
function isOfEnrollmentPage({ id, data }: LogEvent): boolean {
  return id === 62_407 && data.some(({ value }) => value.startsWith('CommercialOOBE_'))
}
