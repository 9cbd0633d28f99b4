/** Devices associated with the tenant by the DeviceLink that they made of themselves. */
import { type Caller, nameOfCaller } from '../access/caller.ts'
import type { TenantId } from '../ids.ts'
import type { Records, Stored } from '../inventory/records.ts'
import type { FieldTypes } from '../query.ts'
import type { DeviceLink, DeviceNames } from './device-link.ts'

/**
 * preassociated: its link is here. associated: the device has reported. pendingRemoval: to be removed, and the device does
 * not know yet. stale: its link was cleared since, or it has left management. [documented: device association]
 */
export type AssociationState = 'preassociated' | 'associated' | 'pendingRemoval' | 'stale'

export type AssociatedDevice = DeviceNames & {
  readonly state: AssociationState
  readonly policyId: string | null
  readonly associatedBy: string
  readonly assignedTo: string
  /** ISO texts; null = not yet, or it is not. */
  readonly preassociatedAt: string
  readonly associatedAt: string | null
  readonly staleAt: string | null
  /** The enrollment in which the device reported. */
  readonly enrollmentId: string | null
  readonly managedDeviceId: string | null
} & Pick<DeviceLink, 'content' | 'identity' | 'device'>

export const associatedDeviceFieldTypes = {
  id: 'id',
  serialNumber: 'text',
  manufacturer: 'text',
  model: 'text',
  state: 'text',
  policyId: 'text',
  preassociatedAt: 'date',
  associatedAt: 'date',
  enrollmentId: 'text',
} as const satisfies FieldTypes<string>

export type AssociatedDeviceField = keyof typeof associatedDeviceFieldTypes
export type AssociatedDevices = Records<AssociatedDevice, AssociatedDeviceField>
export type StoredAssociation = Stored<AssociatedDevice>

export type AssociationEvent =
  | 'association.preassociated'
  | 'association.associated'
  | 'association.pending_removal'
  | 'association.stale'
  | 'association.removed'

export type AssociationDeps = {
  readonly associated: AssociatedDevices
  readonly announceAssociation: (
    tenantId: TenantId,
    type: AssociationEvent,
    id: string,
  ) => Promise<void>
  readonly now: () => Date
}

/** Days after which a stale record is dropped. [documented: device association] */
export const staleDays = 360

/** The link's own claims: it, and the device that it names, are associated once in the whole installation. */
export function claimsOf({ identity, device }: Pick<DeviceLink, 'identity' | 'device'>) {
  return device === null ? [identity] : [identity, device]
}

/** What the tenant has of a device, whatever link it came with. */
export async function recordsOfDevice(
  { associated }: Pick<AssociationDeps, 'associated'>,
  tenantId: TenantId,
  { serialNumber, device }: Pick<DeviceLink, 'serialNumber' | 'device'>,
): Promise<readonly StoredAssociation[]> {
  if (device === null) return []
  const filter = { kind: 'compare', field: 'serialNumber', op: 'eq', value: serialNumber } as const
  const { rows } = await associated.list(tenantId, { filter, page: { limit: 100 } })
  return rows.filter(({ members }) => members.device === device)
}

/** Claims of others no longer wait for it; it is dropped in its time. */
export async function makeStale(
  deps: AssociationDeps,
  tenantId: TenantId,
  { id, members }: StoredAssociation,
): Promise<void> {
  const staleAt = deps.now().toISOString()
  await deps.associated.unclaim(tenantId, id)
  await deps.associated.replace(tenantId, id, { ...members, state: 'stale', staleAt })
  await deps.announceAssociation(tenantId, 'association.stale', id)
}

export async function dropAssociation(
  deps: AssociationDeps,
  tenantId: TenantId,
  id: string,
): Promise<void> {
  if (await deps.associated.remove(tenantId, id))
    await deps.announceAssociation(tenantId, 'association.removed', id)
}

/** Of a program, the service principal that stands for it in the tenant. */
export function nameOfAssociator(caller: Caller): string {
  return caller.kind === 'application' ? caller.objectId : nameOfCaller(caller)
}
