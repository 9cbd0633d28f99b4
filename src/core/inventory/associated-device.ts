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
  /** Digest of all that the link said. */
  readonly content: string
  /** Digest of what names the device; null = the link does not. */
  readonly device: string | null
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
 * A link says which device it is by serial number, maker, model and link id; what else it says may differ from export
 * to export. The same device with news is updated in place, and with nothing new it is a conflict. With another link id
 * it was cleared since, and what was known of it is out of date. [documented: device association; the 409 observed]
 *
 * One device is associated once, whichever tenant imports its link; which tenant has it is not said.
 */
export async function associateDevice(
  records: AssociatedDevices,
  { tenantId, now, by }: { tenantId: TenantId; now: Date; by: string },
  link: { readonly deviceLink: string; readonly policyId: string | null },
): Promise<Stored<AssociatedDevice>> {
  const said = contentOf(link.deviceLink)
  const serialNumber = textNamed(said, /serial_?number$/i) ?? ''
  const content = digestOf(canonicalJson(said))
  const device = deviceIn(said, serialNumber)
  const identity = identityOf(said, { serialNumber, content })
  const before = (await records.findByKeys(tenantId, [identity])).get(identity)
  if (before !== undefined)
    return await updated(records, { tenantId, before }, { ...link, content })
  await removeStale(records, tenantId, { serialNumber, device })
  const members: AssociatedDevice = {
    serialNumber,
    state: 'preassociated',
    policyId: link.policyId,
    associatedBy: by,
    assignedTo: '',
    preassociatedAt: now.toISOString(),
    associatedAt: null,
    content,
    device,
  }
  const claims = device === null ? [identity] : [identity, device]
  const record = newRecord(members, identity, claims)
  if (!(await records.add(tenantId, record))) throw alreadyThere()
  return { id: record.id, createdAt: now, members }
}

async function updated(
  records: AssociatedDevices,
  { tenantId, before }: { tenantId: TenantId; before: Stored<AssociatedDevice> },
  { policyId, content }: { readonly policyId: string | null; readonly content: string },
): Promise<Stored<AssociatedDevice>> {
  const members = { ...before.members, content, policyId: policyId ?? before.members.policyId }
  const isNews = content !== before.members.content || members.policyId !== before.members.policyId
  if (!isNews) throw alreadyThere()
  await records.replace(tenantId, before.id, members)
  return { ...before, members }
}

/** The same device as this tenant had it before its link was cleared. */
async function removeStale(
  records: AssociatedDevices,
  tenantId: TenantId,
  { serialNumber, device }: { readonly serialNumber: string; readonly device: string | null },
): Promise<void> {
  if (device === null) return
  const filter = { kind: 'compare', field: 'serialNumber', op: 'eq', value: serialNumber } as const
  const { rows } = await records.list(tenantId, { filter, page: { limit: 100 } })
  for (const { id, members } of rows)
    if (members.device === device) await records.remove(tenantId, id)
}

function alreadyThere(): DomainError {
  return new DomainError(
    'conflict',
    'This device link has been imported already, and it says nothing new.',
  )
}

/** A serial number identifies a device only together with its maker. */
function deviceIn(said: unknown, serialNumber: string): string | null {
  const names = namesIn(said, serialNumber)
  return names.includes('') ? null : digestOf(JSON.stringify(names))
}

/** Where the link names neither device nor link id, all that it says. */
function identityOf(
  said: unknown,
  { serialNumber, content }: { readonly serialNumber: string; readonly content: string },
): string {
  const names = [...namesIn(said, serialNumber), textNamed(said, /link_?id$/i) ?? '']
  return names.every((name) => name === '') ? content : digestOf(JSON.stringify(names))
}

function namesIn(said: unknown, serialNumber: string): readonly string[] {
  const maker = textNamed(said, /manufacturer$/i)
  const model = textNamed(said, /model$/i)
  return [maker, model, serialNumber].map((each) => normalised('name', each ?? ''))
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
