/** Devices under management. A managed device with the serial number of a registered device is that device. */
import type { AdmitAct } from '../approvals/admit-act.ts'
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
import type { WipeKind } from './wipe-kind.ts'

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
  /** How it is joined, and what manages it, in Microsoft's words; absent: nobody has said. */
  readonly joinType?: string
  readonly managementAgent?: string
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
  userDisplayName: 'text',
  directoryDeviceId: 'text',
  ownerType: 'text',
  notes: 'text',
  enrollmentProfileName: 'text',
  createdAt: 'date',
  syncedAt: 'date',
} as const satisfies FieldTypes<string>

export type ManagedDeviceField = keyof typeof managedDeviceFieldTypes
export type ManagedDevices = Records<ManagedDevice, ManagedDeviceField>

export type ManagedDeps = {
  readonly managed: ManagedDevices
  readonly devices: Devices
  readonly admit: AdmitAct
  readonly now: () => Date
  /** Asks an enrolled device to leave at its next session. False: its enrollment is over. */
  readonly askToLeave: (tenantId: TenantId, enrollmentId: string) => Promise<boolean>
  /** Asks it to reset itself at its next session, or to say how it is. False: its enrollment is over. */
  readonly askToWipe: (tenantId: TenantId, enrollmentId: string, kind: WipeKind) => Promise<boolean>
  readonly askToSync: (tenantId: TenantId, enrollmentId: string) => Promise<boolean>
}

/** A registered device reports from then on that it is enrolled. */
export async function enrollDevice(
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
  await admitWipe(deps, tenantId, { id, members })
  const { enrollmentId } = members
  if (enrollmentId !== undefined && (await deps.askToLeave(tenantId, enrollmentId))) return
  await strike(deps, tenantId, { id, members })
}

/** Out of the list at once; what is enrolled is asked to leave. */
export async function removeDevice(
  deps: ManagedDeps,
  tenantId: TenantId,
  id: string,
): Promise<void> {
  const { members } = await findRecord(deps.managed, tenantId, id)
  await admitWipe(deps, tenantId, { id, members })
  if (members.enrollmentId !== undefined) await deps.askToLeave(tenantId, members.enrollmentId)
  await strike(deps, tenantId, { id, members })
}

async function strike(
  { managed, devices }: Pick<ManagedDeps, 'managed' | 'devices'>,
  tenantId: TenantId,
  { id, members }: Pick<Stored<ManagedDevice>, 'id' | 'members'>,
): Promise<void> {
  if (!(await managed.remove(tenantId, id))) throw recordNotFound(id)
  if (members.registeredId !== null)
    await devices.change(tenantId, members.registeredId as Device['id'], {
      managedDeviceId: null,
      enrollmentState: 'notContacted',
    })
}

/** It is asked to sync, and does so at once; one of our own management says how it is when it comes by its schedule. */
export async function syncDevice(
  { managed, now, askToSync }: ManagedDeps,
  tenantId: TenantId,
  id: string,
): Promise<void> {
  const { members } = await findRecord(managed, tenantId, id)
  if (members.enrollmentId !== undefined && (await askToSync(tenantId, members.enrollmentId)))
    return
  await changeRecord(managed, { tenantId, id }, { syncedAt: now().toISOString() })
}

/** The device is asked to reset itself; until it has, it stays managed. */
export async function wipeDevice(
  deps: ManagedDeps,
  { tenantId, id }: { readonly tenantId: TenantId; readonly id: string },
  kind: WipeKind,
): Promise<void> {
  const { managed, devices, askToWipe } = deps
  const { members } = await findRecord(managed, tenantId, id)
  await admitWipe(deps, tenantId, { id, members })
  if (members.enrollmentId !== undefined) await askToWipe(tenantId, members.enrollmentId, kind)
  if (members.registeredId !== null)
    await devices.change(tenantId, members.registeredId as Device['id'], {
      enrollmentState: 'pendingReset',
    })
}

/**
 * Retiring and deleting take from a device what a wipe takes. The registration is held first, as removals do, so that two acts
 * on one device wait for each other in one order.
 */
async function admitWipe(
  { devices, admit }: Pick<ManagedDeps, 'devices' | 'admit'>,
  tenantId: TenantId,
  { id, members }: Pick<Stored<ManagedDevice>, 'id' | 'members'>,
): Promise<void> {
  const { registeredId, serialNumber, deviceName } = members
  if (registeredId !== null) await devices.hold(tenantId, registeredId as Device['id'])
  const subjects = [{ id, name: serialNumber || deviceName }]
  await admit({ tenantId, action: 'wipe-devices', subjects })
}

async function registeredAs(
  devices: Devices,
  tenantId: TenantId,
  serialNumber: string,
): Promise<Device | undefined> {
  if (serialNumber === '') return undefined
  const [device, other] = await devices.withSerialNumbers(tenantId, [serialNumber])
  return other === undefined ? device : undefined
}
