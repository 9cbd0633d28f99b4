/**
 * The version of a device, so that editors do not overwrite each other: a digest over everything that can be
 * edited. It needs no column, and any two servers agree on it.
 */
import { hash } from 'node:crypto'
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
  const digest = hash('sha256', JSON.stringify([device.id, ...values]), 'base64url')
  return `"${digest.slice(0, 22)}"`
}
