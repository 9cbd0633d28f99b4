/**
 * What an administrator does to one device. Properties that a request leaves out stay as they are; empty ones are
 * cleared.
 */
import { DomainError } from '../errors.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import { propertyFault } from '../storable-text.ts'
import { type Device, type DeviceChanges, type Devices, deviceNotFound } from './device.ts'
import { checkDeviceName } from './device-name.ts'

export type Properties = Partial<
  Pick<
    Device,
    | 'groupTag'
    | 'displayName'
    | 'userPrincipalName'
    | 'addressableUserName'
    | 'purchaseOrderIdentifier'
  >
>

export type Change = {
  readonly devices: Devices
  readonly tenantId: TenantId
  readonly id: DeviceId
  readonly now: Date
}

export async function changeDevice(of: Change, given: Properties): Promise<Device> {
  return await change(of, checkedChanges(given, of.now))
}

/** Many at once, which the caller has locked; which of them exist. */
export async function changeDevices(
  { devices, tenantId, now }: Omit<Change, 'id'>,
  list: readonly { readonly device: Device; readonly given: Properties }[],
): Promise<ReadonlySet<DeviceId>> {
  return await devices.changeHeld(
    tenantId,
    list.map(({ device, given }) => ({ device, changes: checkedChanges(given, now) })),
  )
}

function checkedChanges(given: Properties, now: Date): Properties & { readonly targetedAt?: Date } {
  checkTexts(given)
  if (given.displayName) checkDeviceName(given.displayName)
  // Groups find devices by tag, order and name; if one of these changes, the device's profile may change too.
  const targeted = ['groupTag', 'purchaseOrderIdentifier', 'displayName'].some(
    (name) => name in given,
  )
  return { ...given, ...(targeted && { targetedAt: now }) }
}

/** The addressable name greets the user; clearing the user clears it too. */
export async function assignUser(
  of: Change,
  user: { userPrincipalName: string; addressableUserName: string | null },
): Promise<void> {
  await changeDevice(of, user)
}

export async function unassignUser(of: Change): Promise<void> {
  await change(of, { userPrincipalName: null, addressableUserName: null })
}

export type ResourceAccount = {
  readonly userPrincipalName: string
  readonly addressableUserName: string | null
  readonly resourceAccountName: string | null
}

/** The account of a room or a shared screen, which the device signs in with on its own. */
export async function assignResourceAccount(of: Change, account: ResourceAccount): Promise<void> {
  checkTexts(account)
  await change(of, {
    deviceAccountUpn: account.userPrincipalName,
    deviceFriendlyName: account.addressableUserName,
    resourceName: account.resourceAccountName,
  })
}

export async function unassignResourceAccount(of: Change): Promise<void> {
  await change(of, { deviceAccountUpn: null, deviceFriendlyName: null, resourceName: null })
}

/** What the timeline of a device keeps of its unblocking. */
type UnblockedEvents = {
  add(
    holder: Pick<Change, 'tenantId'> & { readonly deviceId: Change['id'] },
    event: { readonly kind: 'unblocked'; readonly code: null; readonly detail: string },
  ): Promise<void>
}

/** Lifts the block after a self-deployment, which a device can do only once. Its timeline says who asked for it. */
export async function allowNextEnrollment(
  of: Change,
  { events, by }: { readonly events: UnblockedEvents; readonly by: string },
): Promise<void> {
  const device = await change(of, { userlessEnrollmentStatus: 'allowed' })
  if (device.enrollmentState === 'blocked') await change(of, { enrollmentState: 'notContacted' })
  const holder = { tenantId: of.tenantId, deviceId: of.id }
  await events.add(holder, { kind: 'unblocked', code: null, detail: by })
}

async function change({ devices, tenantId, id }: Change, changes: DeviceChanges): Promise<Device> {
  const device = await devices.change(tenantId, id, changes)
  if (device === undefined) throw deviceNotFound(id)
  return device
}

export function checkTexts(texts: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(texts)) {
    const fault = propertyFault(name, value)
    if (fault !== undefined) throw new DomainError('request-invalid', `${name} ${fault}.`)
  }
}
