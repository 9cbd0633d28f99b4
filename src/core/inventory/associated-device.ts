/**
 * Devices associated with the tenant by a device link: Base64 of JSON that the device itself created, with its
 * inventory. Only the serial number is read from it. [observed: public scripts]
 */

import { createHash } from 'node:crypto'
import { canonicalJson, type JsonValue } from '../audit/canonical-json.ts'
import { DomainError } from '../errors.ts'
import { normalised } from '../identity/normalise.ts'
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

/**
 * Importing the same link again is a conflict [observed], and so is another link of the same device, even if
 * another tenant imported it: a device is associated once. Who has it is not disclosed.
 */
export async function associateDevice(
  records: AssociatedDevices,
  { tenantId, now, by }: { tenantId: TenantId; now: Date; by: string },
  link: { readonly deviceLink: string; readonly policyId: string | null },
): Promise<Stored<AssociatedDevice>> {
  const said = contentOf(link.deviceLink)
  const serialNumber = textNamed(said, /serial_?number$/i) ?? ''
  const members: AssociatedDevice = {
    serialNumber,
    state: 'preassociated',
    policyId: link.policyId,
    associatedBy: by,
    assignedTo: '',
    preassociatedAt: now.toISOString(),
    associatedAt: null,
  }
  const digest = digestOf(canonicalJson(said))
  const record = newRecord(members, digest, [digest, ...deviceIn(said, serialNumber)])
  if (!(await records.add(tenantId, record)))
    throw new DomainError('conflict', 'This device link has been imported already.')
  return { id: record.id, createdAt: now, members }
}

/** A serial number identifies a device only together with its maker. */
function deviceIn(said: unknown, serialNumber: string): readonly string[] {
  const maker = textNamed(said, /manufacturer$/i)
  const model = textNamed(said, /model$/i)
  const names = [maker, model, serialNumber].map((each) => normalised('name', each ?? ''))
  return names.includes('') ? [] : [digestOf(JSON.stringify(names))]
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The link's content in canonical form: blanks and member order make no difference. */
function contentOf(deviceLink: string): JsonValue {
  if (deviceLink.trim() === '' || deviceLink.length > maxLink)
    throw new DomainError('request-invalid', 'deviceLink is empty or too long.')
  try {
    const text = Buffer.from(deviceLink, 'base64').toString('utf8')
    const said: JsonValue = JSON.parse(text)
    // Also thrown for unreasonably deep nesting.
    canonicalJson(said)
    return said
  } catch {
    throw new DomainError('request-invalid', 'deviceLink is not Base64 of JSON.')
  }
}

const maxDepth = 8

/** The first text whose name looks like that, anywhere in the document. */
function textNamed(value: unknown, like: RegExp, depth = 0): string | undefined {
  if (typeof value !== 'object' || value === null || depth > maxDepth) return undefined
  for (const [name, member] of Object.entries(value)) {
    if (like.test(name) && typeof member === 'string')
      return member.replaceAll('\0', '').slice(0, maxTextLength)
    const inner = textNamed(member, like, depth + 1)
    if (inner !== undefined) return inner
  }
  return undefined
}
