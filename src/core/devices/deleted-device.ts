/**
 * Deleted devices. Deleting and releasing are different acts: a deleted device stays reserved for its tenant for 30
 * days and can be restored exactly as it was; a released one is free for its next owner at once.
 */
import { reaches, reachesDevice, type TagScope } from '../access/tag-scope.ts'
import { currentScope, noteAudit } from '../acting.ts'
import { DomainError } from '../errors.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import type { Page, Rows } from '../query.ts'
import type { Device } from './device.ts'

/** Days during which a deleted device is reserved. */
export const reservedDays = 30

/** `superseded`: its tenant registered it again. `expired`: nobody restored it in time. */
export const deletedStates = ['reserved', 'restored', 'superseded', 'released', 'expired'] as const
export type DeletedState = (typeof deletedStates)[number]

export type DeletedDevice = {
  /** As it was; once it is released or expired, without what it said of people. */
  readonly device: Device
  readonly state: DeletedState
  readonly deletedAt: Date
  readonly deletedBy: string
  readonly reservedUntil: Date
  /** Null: it is still reserved. */
  readonly endedAt: Date | null
  readonly endedBy: string | null
  readonly supersededBy: DeviceId | null
}

export type DeletedQuery = {
  readonly state?: DeletedState | undefined
  /** Exactly as stored. */
  readonly serialNumber?: string | undefined
  /** A part of its serial number, name, user, tag or model. */
  readonly text?: string | undefined
  readonly page: Page
}

export type DeletedDevices = {
  find(tenantId: TenantId, id: DeviceId): Promise<DeletedDevice | undefined>
  /** Newest first. */
  list(tenantId: TenantId, query: DeletedQuery, scope: TagScope): Promise<Rows<DeletedDevice>>
  /** Registers those again that are reserved and meant, as they were; answers which. */
  restore(tenantId: TenantId, ids: readonly DeviceId[], how: Ending): Promise<readonly Device[]>
  /** Ends the reservation of those that are reserved and meant; answers which. */
  release(tenantId: TenantId, ids: readonly DeviceId[], how: Ending): Promise<readonly Device[]>
}

export type Ending = {
  readonly by: string
  readonly isMeant: (device: Device) => boolean
  /** Called with the devices before anything happens to them; throws to prevent it. */
  readonly admit?: (devices: readonly Device[]) => Promise<void>
}

/** Devices of other tags do not exist, as everywhere. */
export async function findDeleted(
  deleted: Pick<DeletedDevices, 'find'>,
  tenantId: TenantId,
  id: DeviceId,
): Promise<DeletedDevice> {
  const found = await deleted.find(tenantId, id)
  if (found === undefined || !reaches(currentScope(), found.device.groupTag)) throw notDeleted(id)
  return found
}

export async function restoreDevices(
  deleted: Pick<DeletedDevices, 'restore'>,
  tenantId: TenantId,
  { ids, by }: { readonly ids: readonly DeviceId[]; readonly by: string },
): Promise<readonly Device[]> {
  const scope = currentScope()
  const isMeant = (device: Device) => reachesDevice(scope, device)
  const restored = await deleted.restore(tenantId, ids, { by, isMeant })
  for (const device of restored) note(device)
  return restored
}

/** Throws unless this one device was restored. */
export async function restoreDevice(
  deleted: Pick<DeletedDevices, 'find' | 'restore'>,
  tenantId: TenantId,
  { id, by }: { readonly id: DeviceId; readonly by: string },
): Promise<Device> {
  const [device] = await restoreDevices(deleted, tenantId, { ids: [id], by })
  if (device !== undefined) return device
  throw new DomainError('conflict', whyNot(await findDeleted(deleted, tenantId, id)))
}

/** Why a deleted device cannot be restored or released. */
export function whyNot({ state, supersededBy, device }: DeletedDevice): string {
  const name = `The device '${device.serialNumber}'`
  switch (state) {
    case 'restored':
      return `${name} has been restored already.`
    case 'superseded':
      return `${name} was registered again as ${supersededBy}.`
    case 'released':
      return `${name} has been released; import it again.`
    default:
      return `${name} was deleted more than ${reservedDays} days ago; import it again.`
  }
}

export function notDeleted(id: string): DomainError {
  return new DomainError('device-not-found', `There is no deleted device with the id '${id}'.`)
}

export function note({ id, serialNumber }: Device): void {
  noteAudit({ type: 'WindowsAutopilotDeviceIdentity', id, name: serialNumber })
}
