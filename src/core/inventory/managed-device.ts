/** Devices under management. A managed device with the serial number of a registered device is that device. */
import type { Device, Devices } from '../devices/device.ts'
import type { TenantId } from '../ids.ts'
import type { FieldTypes } from '../query.ts'
import {
  changeRecord,
  findRecord,
  newRecord,
  type Records,
  recordNotFound,
  type Stored,
} from './records.ts'

export type ManagedDevice = {
  readonly deviceName: string
  readonly serialNumber: string
  readonly manufacturer: string
  readonly model: string
  readonly operatingSystem: string
  readonly osVersion: string
  readonly userPrincipalName: string
  readonly userId: string
  readonly userDisplayName: string
  readonly directoryDeviceId: string
  readonly ownerType: 'unknown' | 'company' | 'personal'
  readonly notes: string | null
  readonly enrollmentProfileName: string
  /** Its enrollment in our own management; absent: a client put it here. */
  readonly enrollmentId?: string
  /** The registration it belongs to; null = none. */
  readonly registeredId: string | null
  /** ISO text; null = at its enrollment. */
  readonly syncedAt: string | null
}

export const managedDeviceFieldTypes = {
  id: 'id',
  deviceName: 'text',
  serialNumber: 'text',
  manufacturer: 'text',
  model: 'text',
  operatingSystem: 'text',
  osVersion: 'text',
  userPrincipalName: 'text',
  userId: 'text',
  directoryDeviceId: 'text',
  ownerType: 'text',
  createdAt: 'date',
  syncedAt: 'date',
} as const satisfies FieldTypes<string>

export type ManagedDeviceField = keyof typeof managedDeviceFieldTypes
export type ManagedDevices = Records<ManagedDevice, ManagedDeviceField>

export type ManagedDeps = {
  readonly managed: ManagedDevices
  readonly devices: Devices
  readonly now: () => Date
  /** Asks an enrolled device to leave at its next session. False: its enrollment is over. */
  readonly askToLeave: (tenantId: TenantId, enrollmentId: string) => Promise<boolean>
}

/** A registered device reports from then on that it is enrolled. */
export async function enrolDevice(
  { managed, devices, now }: ManagedDeps,
  tenantId: TenantId,
  given: Omit<ManagedDevice, 'registeredId' | 'syncedAt'>,
): Promise<Stored<ManagedDevice>> {
  const registered = await registeredAs(devices, tenantId, given.serialNumber)
  const record = newRecord({
    ...given,
    directoryDeviceId: registered?.directoryDeviceId ?? given.directoryDeviceId,
    registeredId: registered?.id ?? null,
    syncedAt: now().toISOString(),
  })
  await managed.add(tenantId, record)
  if (registered !== undefined)
    await devices.change(tenantId, registered.id, {
      managedDeviceId: record.id,
      enrollmentState: 'enrolled',
    })
  return await findRecord(managed, tenantId, record.id)
}

/**
 * The registration remains, as for a device that was never contacted. A device of our own management is asked to leave, and
 * is in the list until it has. [documented: Intune, retire]
 */
export async function retireDevice(
  deps: ManagedDeps,
  tenantId: TenantId,
  id: string,
): Promise<void> {
  const { members } = await findRecord(deps.managed, tenantId, id)
  const { enrollmentId } = members
  if (enrollmentId !== undefined && (await deps.askToLeave(tenantId, enrollmentId))) return
  await removeDevice(deps, tenantId, id)
}

/** Out of the list at once; what is enrolled is asked to leave. */
export async function removeDevice(
  { managed, devices, askToLeave }: ManagedDeps,
  tenantId: TenantId,
  id: string,
): Promise<void> {
  const { members } = await findRecord(managed, tenantId, id)
  if (members.enrollmentId !== undefined) await askToLeave(tenantId, members.enrollmentId)
  if (!(await managed.remove(tenantId, id))) throw recordNotFound(id)
  if (members.registeredId !== null)
    await devices.change(tenantId, members.registeredId as Device['id'], {
      managedDeviceId: null,
      enrollmentState: 'notContacted',
    })
}

/** It is asked to sync, and does so at once; one of our own management comes by its schedule. */
export async function syncDevice(
  { managed, now }: ManagedDeps,
  tenantId: TenantId,
  id: string,
): Promise<void> {
  const { members } = await findRecord(managed, tenantId, id)
  if (members.enrollmentId !== undefined) return
  await changeRecord(managed, { tenantId, id }, { syncedAt: now().toISOString() })
}

/** The device is asked to reset itself; until it has, it stays managed. */
export async function wipeDevice(
  { managed, devices }: ManagedDeps,
  tenantId: TenantId,
  id: string,
): Promise<void> {
  const { members } = await findRecord(managed, tenantId, id)
  if (members.registeredId !== null)
    await devices.change(tenantId, members.registeredId as Device['id'], {
      enrollmentState: 'pendingReset',
    })
}

async function registeredAs(
  devices: Devices,
  tenantId: TenantId,
  serialNumber: string,
): Promise<Device | undefined> {
  if (serialNumber === '') return undefined
  const filter = { kind: 'compare', field: 'serialNumber', op: 'eq', value: serialNumber } as const
  const { rows } = await devices.list(tenantId, { filter, page: { limit: 2 } })
  return rows.length === 1 ? rows[0] : undefined
}
