/**
 * Devices associated with the tenant by a device link: a Base64 text of JSON that the device itself made,
 * with its inventory in it. Only the serial number is read from it. [observed: public scripts]
 */

import { createHash } from 'node:crypto'
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import type { FieldTypes } from '../query.ts'
import { maxTextLength } from '../storable-text.ts'
import { newRecord, type Records, type Stored } from './records.ts'

export type AssociatedDevice = {
  readonly serialNumber: string
  readonly state: 'preassociated' | 'associated' | 'pendingRemoval'
  readonly policyId: string | null
  readonly associatedBy: string
  readonly assignedTo: string
  /** ISO texts; null = not yet. */
  readonly preassociatedAt: string
  readonly associatedAt: string | null
}

export const associatedDeviceFieldTypes = {
  id: 'id',
  serialNumber: 'text',
  state: 'text',
  policyId: 'text',
  preassociatedAt: 'date',
  associatedAt: 'date',
} as const satisfies FieldTypes<string>

export type AssociatedDeviceField = keyof typeof associatedDeviceFieldTypes
export type AssociatedDevices = Records<AssociatedDevice, AssociatedDeviceField>

const maxLink = 256 * 1024

/** The same link a second time is a conflict. [observed] */
export async function associateDevice(
  records: AssociatedDevices,
  { tenantId, now, by }: { tenantId: TenantId; now: Date; by: string },
  link: { readonly deviceLink: string; readonly policyId: string | null },
): Promise<Stored<AssociatedDevice>> {
  const serialNumber = serialNumberIn(link.deviceLink)
  const members: AssociatedDevice = {
    serialNumber,
    state: 'preassociated',
    policyId: link.policyId,
    associatedBy: by,
    assignedTo: '',
    preassociatedAt: now.toISOString(),
    associatedAt: null,
  }
  const digest = createHash('sha256').update(link.deviceLink.trim()).digest('hex')
  const record = newRecord(members, digest)
  if (!(await records.add(tenantId, record)))
    throw new DomainError('conflict', 'This device link has been imported already.')
  return { id: record.id, createdAt: now, members }
}

function serialNumberIn(deviceLink: string): string {
  if (deviceLink.trim() === '' || deviceLink.length > maxLink)
    throw new DomainError('request-invalid', 'deviceLink is empty or too long.')
  try {
    const text = Buffer.from(deviceLink, 'base64').toString('utf8')
    return memberNamed(JSON.parse(text), 0) ?? ''
  } catch {
    throw new DomainError('request-invalid', 'deviceLink is not Base64 of JSON.')
  }
}

const maxDepth = 8

/** The first member whose name ends in SerialNumber, wherever it stands. */
function memberNamed(value: unknown, depth: number): string | undefined {
  if (typeof value !== 'object' || value === null || depth > maxDepth) return undefined
  for (const [name, member] of Object.entries(value)) {
    if (/serial_?number$/i.test(name) && typeof member === 'string')
      return member.replaceAll('\0', '').slice(0, maxTextLength)
    const inner = memberNamed(member, depth + 1)
    if (inner !== undefined) return inner
  }
  return undefined
}
