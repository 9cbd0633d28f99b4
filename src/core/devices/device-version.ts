/**
 * The version of a device, so that editors do not overwrite each other: a digest over everything that can be
 * edited. It needs no column, and any two servers agree on it.
 */
import { createHash } from 'node:crypto'
import { DomainError } from '../errors.ts'
import type { Device } from './device.ts'

const editable = [
  'groupTag',
  'purchaseOrderIdentifier',
  'userPrincipalName',
  'addressableUserName',
  'displayName',
  'resourceName',
  'deviceAccountUpn',
  'deviceFriendlyName',
  'userlessEnrollmentStatus',
] as const satisfies readonly (keyof Device)[]

/** A strong validator as RFC 9110 writes it, quotation marks included. */
export function deviceEtag(device: Device): string {
  const values = editable.map((name) => device[name] ?? '')
  const digest = createHash('sha256').update(JSON.stringify([device.id, ...values]))
  return `"${digest.digest('base64url').slice(0, 22)}"`
}

/** Throws `version-conflict` if the device has changed since the editor saw it. */
export function requireVersion(device: Device, expected: string | undefined): void {
  if (expected === undefined || expected.trim() === '*') return
  const known = expected.split(',').map((each) => each.trim().replace(/^W\//, ''))
  if (known.includes(deviceEtag(device))) return
  throw new DomainError(
    'version-conflict',
    'Somebody else has changed this device since you opened it. Load it again and decide which values to keep.',
  )
}
