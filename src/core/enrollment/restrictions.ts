/**
 * What the tenant's enrollment configurations say of Windows: which devices may enroll, and how many for one person.
 * Those that are assigned to all, and the defaults, apply here; of several of a kind the one with the first priority.
 */
import type { Configuration } from '../inventory/configuration.ts'
import type { Ownership } from './enrollment.ts'
import { EnrollmentFault } from './fault.ts'

export type Restrictions = {
  readonly platformBlocked: boolean
  readonly personalBlocked: boolean
  readonly minVersion: string
  readonly maxVersion: string
  /** Null: no limit. */
  readonly maxDevicesOfUser: number | null
}

type Given = Pick<Configuration, 'type' | 'priority' | 'given' | 'targets'>

export function restrictionsOf(configurations: readonly Given[]): Restrictions {
  const platform = first(configurations, 'deviceEnrollmentPlatformRestrictionsConfiguration')
  const windows = (platform?.given['windowsRestriction'] ?? {}) as Readonly<Record<string, unknown>>
  const limit = first(configurations, 'deviceEnrollmentLimitConfiguration')?.given['limit']
  return {
    platformBlocked: windows['platformBlocked'] === true,
    personalBlocked: windows['personalDeviceEnrollmentBlocked'] === true,
    minVersion: String(windows['osMinimumVersion'] ?? ''),
    maxVersion: String(windows['osMaximumVersion'] ?? ''),
    maxDevicesOfUser: typeof limit === 'number' ? limit : null,
  }
}

/** Throws a fault where a device like this must not enroll. */
export function refuseRestricted(
  restrictions: Restrictions,
  device: { readonly ownership: Ownership; readonly osVersion: string | null },
): void {
  const { platformBlocked, personalBlocked, minVersion, maxVersion } = restrictions
  if (platformBlocked) throw unsupported('Windows devices may not enroll here.')
  if (personalBlocked && device.ownership === 'personal')
    throw unsupported('Personal devices may not enroll here.')
  const version = device.osVersion ?? '0'
  if (minVersion !== '' && compareVersions(version, minVersion) < 0)
    throw unsupported(`Windows ${version} is older than ${minVersion}, the oldest that may enroll.`)
  if (maxVersion !== '' && compareVersions(version, maxVersion) > 0)
    throw unsupported(`Windows ${version} is newer than ${maxVersion}, the newest that may enroll.`)
}

function first(configurations: readonly Given[], type: string): Given | undefined {
  const priority = (each: Given) => (each.priority === 0 ? Number.POSITIVE_INFINITY : each.priority)
  return configurations
    .filter((each) => each.type === type && (each.priority === 0 || each.targets.some(isForAll)))
    .toSorted((a, b) => priority(a) - priority(b))[0]
}

function isForAll(target: Readonly<Record<string, unknown>>): boolean {
  const type = String(target['@odata.type'] ?? '')
  return /\.all(Devices|LicensedUsers)AssignmentTarget$/.test(type)
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('.').map((part) => Number(part) || 0))
  for (let i = 0; i < 4; i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function unsupported(message: string): EnrollmentFault {
  return new EnrollmentFault('device-not-supported', message)
}
