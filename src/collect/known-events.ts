/**
 * Which events of a device's logs are about its first boot, and what they mean.
 *
 * Sources: Microsoft's page on troubleshooting Autopilot lists 100 to 172 and 807 to 908 (documented). The others
 * are what Windows itself says of them: the messages of autopilotdiag.dll, as the libyal project lists them (observed).
 */
import { deviceErrors } from 'taxiway-autopilot'
import type { LogEvent } from './event-log/log-event.ts'

const autopilot = 'Microsoft-Windows-ModernDeployment-Diagnostics-Provider'
const shell = 'Microsoft-Windows-Shell-Core'
/** Of these only failures are shown: the rest is thousands of lines of everyday work. */
const troubleOf: ReadonlySet<string> = new Set([
  'Microsoft-Windows-AAD',
  'Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider',
  'Microsoft-Windows-Provisioning-Diagnostics-Provider',
  'Microsoft-Windows-User Device Registration',
])

/** The errors by which the service refuses a device, or the device its registration. */
export const errorMeanings: ReadonlyMap<number, string> = new Map(
  deviceErrors.map(({ code, names, meaning, nextStep }) => [
    code,
    `${names.join(' or ')}: ${meaning}; ${nextStep}.`,
  ]),
)

const meanings: ReadonlyMap<number, string> = new Map([
  ...errorMeanings,
  [100, 'A setting of the profile is not there, often only because the profile has yet to come.'],
  [101, 'A number of the profile was read.'],
  [103, 'A text of the profile was read.'],
  [109, 'A setting of the profile that changes OOBE was read.'],
  [111, 'The settings of the profile were read.'],
  [112, 'The settings of the profile could not be read.'],
  [153, 'The state of the profile changed.'],
  [160, 'The download of the profile begins.'],
  [161, 'The profile was downloaded.'],
  [162, 'No download is needed, and the device has no profile until it is reset.'],
  [163, 'No download is needed: the device keeps its profile until it is reset.'],
  [164, 'There is internet to download the profile.'],
  [165, 'There is no internet; the download waits for it.'],
  [167, 'There is still no internet.'],
  [170, 'The download of the profile is complete.'],
  [171, 'The identity of the TPM was not confirmed: attestation failed.'],
  [172, 'The profile could not be made available, mostly after 171.'],
  [185, 'The settings could not be retrieved.'],
  [192, 'The enrolment failed and is tried again.'],
  [193, 'The download of the profile is tried again.'],
  [194, 'The download of the profile will be tried again.'],
  [301, 'The enrolment was stopped by an error.'],
  [302, 'The enrolment failed.'],
  [303, 'The enrolment succeeded.'],
  [314, 'The profile could not be downloaded; the device goes on without Autopilot.'],
  [509, 'A TPM is needed because of pre-provisioning; its value is given.'],
  [701, 'The service answered with an empty profile, which was not kept.'],
  [702, 'The new profile was kept.'],
  [703, 'The service answered with a profile.'],
  [704, 'The service answered with an empty profile.'],
  [705, 'The profile on the device was removed.'],
  [706, 'The profile could not be downloaded.'],
  [707, 'The profile could not be downloaded.'],
  [709, 'The service refused; its answer is in the values.'],
  [710, 'The device got no ticket to ask the service with.'],
  [750, 'The device got no ticket, perhaps because its clock is wrong.'],
  [753, 'The clock of the device is wrong.'],
  [1007, 'What Autopilot kept on the device was removed.'],
])

/** Names that files with such logs have, in archives and in Windows; those for programmers are left out. */
export const knownLogName =
  /(?:(?:moderndeployment|provisioning|devicemanagement-enterprise)-diagnostics-provider|windows-aad|windows-shell-core|user device registration)[^/\\]*(?<!debug)\.evtx$/i

/** Windows 10 logged the same to a channel of that name under its provisioning provider first (documented). */
export function isOfAutopilot({ provider, channel }: LogEvent): boolean {
  return provider === autopilot || /-Diagnostics-Provider\/Autopilot$/i.test(channel)
}

/** Whether an event belongs into the timeline of a first start. */
export function isReported(event: LogEvent): boolean {
  if (isOfAutopilot(event)) return true
  if (event.provider === shell) return isOfEnrolmentPage(event)
  return troubleOf.has(event.provider) && /^(?:critical|error|warning)$/.test(event.level ?? '')
}

/** Null for those without a known one. */
export function meaningOf(event: LogEvent): string | null {
  return isOfAutopilot(event) ? (meanings.get(event.id) ?? null) : null
}

/** What the Enrollment Status Page did; Microsoft's page on it quotes such events (documented). */
function isOfEnrolmentPage({ id, data }: LogEvent): boolean {
  return id === 62_407 && data.some(({ value }) => value.startsWith('CommercialOOBE_'))
}
