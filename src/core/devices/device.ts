/** A registered device, independent of any protocol. */
import { DomainError } from '../errors.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import type { ListQuery, Rows } from '../query.ts'
import type { OnDelete } from '../tenants/on-delete.ts'
import type { DeviceField } from './device-field.ts'
import type { DirectoryAttributes } from './directory-attributes.ts'

export type EnrollmentState =
  | 'unknown'
  | 'enrolled'
  | 'pendingReset'
  | 'failed'
  | 'notContacted'
  | 'blocked'

/** A text is null if neither the hash nor the import contained it. */
export type Device = {
  readonly id: DeviceId
  readonly tenantId: TenantId
  readonly serialNumber: string
  readonly manufacturer: string | null
  readonly model: string | null
  readonly skuNumber: string | null
  readonly systemFamily: string | null
  readonly productKey: string | null
  readonly groupTag: string | null
  readonly purchaseOrderIdentifier: string | null
  readonly userPrincipalName: string | null
  readonly addressableUserName: string | null
  readonly displayName: string | null
  readonly resourceName: string | null
  readonly enrollmentState: EnrollmentState
  /** Null: never contacted. */
  readonly lastContactedAt: Date | null
  readonly managedDeviceId: string | null
  /** The directory's own id of the object (`id` of a Graph device). */
  readonly directoryObjectId: string
  /** The device id of the directory (`deviceId` of a Graph device, `azureAdDeviceId` of a registration). */
  readonly directoryDeviceId: string
  /** For devices in rooms: the account they sign in with, and its name. */
  readonly deviceAccountUpn: string | null
  readonly deviceFriendlyName: string | null
  readonly userlessEnrollmentStatus: 'unknown' | 'allowed' | 'blocked'
  readonly registeredAt: Date
  /** When a property that groups can query last changed; null = never since registration. */
  readonly targetedAt: Date | null
  readonly directoryAttributes: DirectoryAttributes
}

/** What may be changed about a device; absent members stay as they are. */
export type DeviceChanges = Partial<
  Pick<
    Device,
    | 'groupTag'
    | 'purchaseOrderIdentifier'
    | 'userPrincipalName'
    | 'addressableUserName'
    | 'displayName'
    | 'resourceName'
    | 'deviceAccountUpn'
    | 'deviceFriendlyName'
    | 'enrollmentState'
    | 'managedDeviceId'
    | 'userlessEnrollmentStatus'
    | 'targetedAt'
    | 'directoryAttributes'
  >
>

/** A device created from a description instead of a hash: it claims no identity. */
export type DescribedDevice = Pick<
  Device,
  | 'id'
  | 'tenantId'
  | 'serialNumber'
  | 'manufacturer'
  | 'model'
  | 'skuNumber'
  | 'systemFamily'
  | 'productKey'
  | 'groupTag'
  | 'purchaseOrderIdentifier'
  | 'userPrincipalName'
  | 'addressableUserName'
  | 'displayName'
  | 'resourceName'
>

/** What storage keeps about devices. A tenant sees only its own. */
export type Devices = {
  add(device: DescribedDevice): Promise<void>
  /** Undefined = there is no such device. */
  change(tenantId: TenantId, id: DeviceId, changes: DeviceChanges): Promise<Device | undefined>
  /** Changes locked devices together, each as it is now; returns those that exist. */
  changeHeld(tenantId: TenantId, list: readonly HeldChange[]): Promise<ReadonlySet<DeviceId>>
  find(tenantId: TenantId, id: DeviceId): Promise<Device | undefined>
  /** Like `find`, and locks the device until the transaction ends. */
  hold(tenantId: TenantId, id: DeviceId): Promise<Device | undefined>
  findByDirectoryObject(tenantId: TenantId, objectId: string): Promise<Device | undefined>
  /** Exactly as stored, in whatever order: neither case nor blanks are overlooked. */
  withSerialNumbers(
    tenantId: TenantId,
    serialNumbers: readonly string[],
  ): Promise<readonly Device[]>
  /** `removedToo`: includes removed devices, which strict fidelity keeps listing for a while. */
  list(
    tenantId: TenantId,
    query: ListQuery<DeviceField>,
    options?: { readonly removedToo?: boolean },
  ): Promise<Rows<Device>>
  /** Removes the registrations that exist and are meant; returns which: a missing device does not fail the others. */
  remove(tenantId: TenantId, ids: readonly DeviceId[], how?: RemovalHow): Promise<readonly Device[]>
}

export type HeldChange = {
  readonly device: Device
  readonly changes: Pick<
    DeviceChanges,
    | 'groupTag'
    | 'displayName'
    | 'userPrincipalName'
    | 'addressableUserName'
    | 'purchaseOrderIdentifier'
    | 'targetedAt'
  >
}

export type RemovalHow = {
  /** Absent: all. */
  readonly isMeant?: (device: Device) => boolean
  /** `reserve`: they can be restored; `release`: their next owners may register them. Absent: as the tenant has it. */
  readonly act?: OnDelete | undefined
  /** Called with the devices, locked, before anything happens to them; throws to prevent it. */
  readonly admit?: (devices: readonly Device[], act: OnDelete) => Promise<void>
  readonly by?: string
}

/** The physical ids by which directory groups find a device. [documented: Intune enrollment guide] */
export function physicalIdsOf(device: Device): readonly string[] {
  const ids = [`[ZTDID]:${device.id}`]
  if (device.groupTag) ids.push(`[OrderID]:${device.groupTag}`)
  if (device.purchaseOrderIdentifier)
    ids.push(`[PurchaseOrderId]:${device.purchaseOrderIdentifier}`)
  return ids
}

/** The device, or the same refusal for a missing device and one of another tenant. */
export async function findDevice(
  devices: Devices,
  tenantId: TenantId,
  id: DeviceId,
): Promise<Device> {
  const device = await devices.find(tenantId, id)
  if (device === undefined) throw deviceNotFound(id)
  return device
}

export async function removeDevice(
  devices: Devices,
  tenantId: TenantId,
  id: DeviceId,
): Promise<void> {
  const removed = await devices.remove(tenantId, [id])
  if (removed.length === 0) throw deviceNotFound(id)
}

export function deviceNotFound(id: string): DomainError {
  return new DomainError(
    'device-not-found',
    `There is no Windows Autopilot device with the id '${id}'.`,
  )
}
