/**
 * Filters of device lists on a device's profile. Profiles are computed on request and not stored, so such a
 * condition is translated into one over what they are chosen by.
 */
import type { DeviceField } from '../devices/device-field.ts'
import { DomainError } from '../errors.ts'
import type { Comparison, Filter, Scalar } from '../query.ts'
import { devicesOfProfile, type Plan } from './choose.ts'

/** The fields of a device's profile that can be queried besides the device's own. */
export const profileFieldTypesOfDevice = {
  profileStatus: 'text',
  profileId: 'id',
} as const

export type ProfiledField = DeviceField | keyof typeof profileFieldTypesOfDevice

type DeviceFilter = Filter<DeviceField>

export function asksForProfile(filter: Filter<ProfiledField> | undefined): boolean {
  if (filter === undefined) return false
  if ('parts' in filter) return filter.parts.some(asksForProfile)
  return 'part' in filter ? asksForProfile(filter.part) : isProfileField(filter.field)
}

/** `assigned`: the states shown as an assigned profile. A pending profile counts as assigned. */
export function withoutProfiles(
  filter: Filter<ProfiledField>,
  of: { readonly plan: Plan; readonly profileIds: readonly string[]; readonly assigned: string },
): DeviceFilter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { kind: filter.kind, parts: filter.parts.map((part) => withoutProfiles(part, of)) }
    case 'not':
      return { kind: 'not', part: withoutProfiles(filter.part, of) }
    case 'compare': {
      const { field, op, value } = filter
      return isProfileField(field) ? compared(field, { op, value }, of) : { ...filter, field }
    }
    case 'in': {
      const { field } = filter
      if (!isProfileField(field)) return { ...filter, field }
      const parts = filter.values.map((value) => compared(field, { op: 'eq', value }, of))
      return { kind: 'or', parts }
    }
    default: {
      const { field } = filter
      if (!isProfileField(field)) return { ...filter, field } as DeviceFilter
      throw new DomainError(
        'request-invalid',
        'Invalid filter clause: the profile of a device is asked for with eq, ne or in.',
      )
    }
  }
}

function compared(
  field: keyof typeof profileFieldTypesOfDevice,
  { op, value }: { readonly op: Comparison; readonly value: Scalar },
  { plan, profileIds, assigned }: Parameters<typeof withoutProfiles>[1],
): DeviceFilter {
  if (op !== 'eq' && op !== 'ne')
    throw new DomainError('request-invalid', `Invalid filter clause: '${op}' is not for profiles.`)
  const ids = field === 'profileId' ? profileIds.filter((id) => id === value) : profileIds
  const having: DeviceFilter = { kind: 'or', parts: ids.map((id) => devicesOfProfile(plan, id)) }
  const asked = String(value).toLowerCase()
  const wanted =
    field === 'profileId' || asked === assigned.toLowerCase()
      ? having
      : asked === 'notassigned'
        ? ({ kind: 'not', part: having } as const)
        : ({ kind: 'or', parts: [] } as const)
  return op === 'eq' ? wanted : { kind: 'not', part: wanted }
}

function isProfileField(field: ProfiledField): field is keyof typeof profileFieldTypesOfDevice {
  return Object.hasOwn(profileFieldTypesOfDevice, field)
}
