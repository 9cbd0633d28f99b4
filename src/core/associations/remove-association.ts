/** An association is removed. What no device has reported goes at once; another waits for its device. */
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import { holdRecord } from '../inventory/records.ts'
import { type AssociationDeps, dropAssociation } from './associated-device.ts'

export type OfTenant = { readonly tenantId: TenantId; readonly id: string }

export async function removeAssociation(
  deps: AssociationDeps,
  { tenantId, id }: OfTenant,
): Promise<void> {
  const { members } = await holdRecord(deps.associated, tenantId, id)
  if (members.state === 'pendingRemoval') return
  if (members.state !== 'associated') return await dropAssociation(deps, tenantId, id)
  await deps.associated.replace(tenantId, id, { ...members, state: 'pendingRemoval' })
  await deps.announceAssociation(tenantId, 'association.pending_removal', id)
}

/** Somebody has cleared the marker at the device, which cannot say so itself. */
export async function confirmRemoved(
  deps: AssociationDeps,
  { tenantId, id }: OfTenant,
): Promise<void> {
  const { members } = await holdRecord(deps.associated, tenantId, id)
  if (members.state !== 'pendingRemoval')
    throw new DomainError(
      'conflict',
      'Only an association whose removal is pending can be confirmed as removed. Delete it first.',
    )
  await dropAssociation(deps, tenantId, id)
}
