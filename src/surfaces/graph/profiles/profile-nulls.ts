/**
 * Null in a change of a profile. A property that may be null is reset to its value in a new profile; any other is
 * refused, since the change would succeed and change nothing. [schema: Nullable="false"]
 */
import { DomainError } from '../../../core/errors.ts'
import { defaultSettings } from '../../../core/profiles/change-profile.ts'
import type { ProfileRequest } from './profile-requests.ts'

/** By their newer name and their older one: a value under either counts. */
const required = [
  ['displayName'],
  ['deviceType'],
  ['roleScopeTagIds'],
  ['preprovisioningAllowed', 'enableWhiteGlove'],
  ['hardwareHashExtractionEnabled', 'extractHardwareHash'],
  ['hybridAzureADJoinSkipConnectivityCheck'],
] as const satisfies readonly (readonly (keyof ProfileRequest)[])[]

export function withoutNulls(request: ProfileRequest): ProfileRequest {
  for (const names of required) {
    const values = names.map((name) => request[name])
    if (values.some((value) => value != null)) continue
    const name = names.find((each) => request[each] === null)
    if (name !== undefined) throw mayNotBeNull(name)
  }
  const { outOfBoxExperienceSetting: now, outOfBoxExperienceSettings: old } = request
  for (const [name, value] of Object.entries({ ...old, ...now }))
    if (value === null) throw mayNotBeNull(`outOfBoxExperienceSetting.${name}`)
  const { locale, experience } = defaultSettings
  return {
    ...request,
    ...(isTakenAway(request.locale, request.language) && { locale }),
    ...(isTakenAway(now, old) && { outOfBoxExperienceSetting: experience }),
  }
}

function isTakenAway(newer: unknown, older: unknown): boolean {
  return (newer ?? older ?? undefined) === undefined && (newer === null || older === null)
}

function mayNotBeNull(name: string): DomainError {
  return new DomainError('request-invalid', `Invalid request: ${name} must not be null.`)
}
