/** A DeviceLink is handed in: a new device, news about one, or nothing. */
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import { holdRecord, newRecord } from '../inventory/records.ts'
import {
  type AssociatedDevice,
  type AssociationDeps,
  claimsOf,
  dropAssociation,
  makeStale,
  recordsOfDevice,
  type StoredAssociation,
} from './associated-device.ts'
import { type DeviceLink, readDeviceLink } from './device-link.ts'

/** outdated: the device has made another link since. taken: another tenant has it; which one is not said. */
export type LinkOutcome = 'preassociated' | 'updated' | 'unchanged' | 'outdated' | 'taken'

export type ImportedLink = {
  readonly outcome: LinkOutcome
  readonly link: DeviceLink
  /** Undefined: it is not this tenant's. */
  readonly record: StoredAssociation | undefined
}

export type Importer = { readonly tenantId: TenantId; readonly by: string }
export type GivenLink = { readonly deviceLink: string; readonly policyId: string | null }

/**
 * The same device with the same link id is updated in place. With another link id it was cleared since: that makes a new
 * record, and what was known of it is stale, or gone if it was to be removed anyway. [documented: device association]
 *
 * Throws `request-invalid` for what is not a DeviceLink.
 */
export async function importLink(
  deps: AssociationDeps,
  importer: Importer,
  given: GivenLink,
): Promise<ImportedLink> {
  const { tenantId } = importer
  const link = readDeviceLink(given.deviceLink)
  const keys = [link.identity]
  const before = (await deps.associated.findByKeys(tenantId, keys)).get(link.identity)
  const of = { ...importer, link, policyId: given.policyId }
  if (before === undefined) return { link, ...(await added(deps, of)) }
  if (before.members.state === 'stale') return { link, ...(await revived(deps, of, before)) }
  return { link, ...(await updated(deps, of, before)) }
}

type Of = Importer & { readonly link: DeviceLink; readonly policyId: string | null }
type Outcome = Pick<ImportedLink, 'outcome' | 'record'>

async function added(deps: AssociationDeps, of: Of): Promise<Outcome> {
  const { tenantId, link } = of
  const earlier = (await recordsOfDevice(deps, tenantId, link)).filter(isLive)
  for (const each of earlier) {
    if (each.members.state === 'pendingRemoval') await dropAssociation(deps, tenantId, each.id)
    else await makeStale(deps, tenantId, each)
  }
  const members = freshMembers(deps, of)
  const record = newRecord(members, link.identity, claimsOf(link))
  if (await deps.associated.add(tenantId, record)) {
    await deps.announceAssociation(tenantId, 'association.preassociated', record.id)
    return {
      outcome: 'preassociated',
      record: { id: record.id, createdAt: deps.now(), members },
    }
  }
  // Only a race gets here: what was made stale must come back with the transaction.
  if (earlier.length > 0) throw new DomainError('conflict', 'The device was associated meanwhile.')
  await deps.associated.unclaim(tenantId, record.id)
  return { outcome: 'taken', record: undefined }
}

function isLive({ members }: StoredAssociation): boolean {
  return members.state !== 'stale'
}

function freshMembers({ now }: AssociationDeps, { by, link, policyId }: Of): AssociatedDevice {
  return {
    ...link,
    state: 'preassociated',
    policyId,
    associatedBy: by,
    assignedTo: '',
    preassociatedAt: now().toISOString(),
    associatedAt: null,
    staleAt: null,
    enrollmentId: null,
    managedDeviceId: null,
  }
}

/** It left management and comes back as it was. */
async function revived(deps: AssociationDeps, of: Of, before: StoredAssociation): Promise<Outcome> {
  const { tenantId, link } = of
  const isReplaced = (await recordsOfDevice(deps, tenantId, link)).some(isLive)
  if (isReplaced) return { outcome: 'outdated', record: before }
  if (!(await deps.associated.claim(tenantId, before.id, claimsOf(link)))) {
    await deps.associated.unclaim(tenantId, before.id)
    return { outcome: 'taken', record: undefined }
  }
  const policyId = of.policyId ?? before.members.policyId
  const members = { ...freshMembers(deps, of), policyId }
  await deps.associated.replace(tenantId, before.id, members)
  await deps.announceAssociation(tenantId, 'association.preassociated', before.id)
  return { outcome: 'preassociated', record: { ...before, members } }
}

async function updated(deps: AssociationDeps, of: Of, known: StoredAssociation): Promise<Outcome> {
  const { tenantId, link, policyId } = of
  const before = await holdRecord(deps.associated, tenantId, known.id)
  const isKept = before.members.state === 'pendingRemoval'
  const members = {
    ...before.members,
    ...(isKept && { state: 'associated' as const }),
    content: link.content,
    policyId: policyId ?? before.members.policyId,
  }
  const isNews =
    isKept ||
    link.content !== before.members.content ||
    members.policyId !== before.members.policyId
  if (!isNews) return { outcome: 'unchanged', record: before }
  await deps.associated.replace(tenantId, before.id, members)
  if (isKept) await deps.announceAssociation(tenantId, 'association.associated', before.id)
  return { outcome: 'updated', record: { ...before, members } }
}

export const linkSentences: Readonly<Record<LinkOutcome, string>> = {
  preassociated: 'The device is pre-associated: it becomes associated when it reports.',
  updated: 'The device was associated already; what is new was taken over.',
  unchanged: 'This device link has been imported already, and it says nothing new.',
  outdated:
    'The device has made another link since, and that one is here. Export the link again at the device.',
  taken:
    'This device is associated elsewhere. Remove it there first, and clear the link at the device.',
}
