/** Undoing a plan: its registrations come back as they were; what else went does not, and the plan says so. */
import type { RemovalRegister } from 'taxiway-autopilot/admin'
import { type AuditActor, nameOfActor } from '../audit/audit.ts'
import { type DeletedDevices, restoreDevices, whyNot } from '../devices/deleted-device.ts'
import type { Devices } from '../devices/device.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import type { HeldPlan, PlannedDevice } from './removal-plan.ts'

export type UndoDeps = {
  readonly devices: Devices
  readonly deleted: Pick<DeletedDevices, 'find' | 'restore'>
}

export async function restorePlanned(
  deps: UndoDeps,
  { plan: { tenantId }, devices }: HeldPlan,
  actor: AuditActor,
): Promise<readonly PlannedDevice[]> {
  const ids = devices.flatMap(({ deviceId }) => deviceId ?? [])
  const how = { ids, by: nameOfActor(actor) }
  const back = new Set((await restoreDevices(deps.deleted, tenantId, how)).map(({ id }) => id))
  const settled: PlannedDevice[] = []
  for (const device of devices) {
    const isBack = device.deviceId !== null && back.has(device.deviceId)
    if (isBack) await giveUserBack(deps, tenantId, device)
    const wentToo = wentWith(device)
    settled.push({
      ...device,
      restored: isBack ? ['autopilot'] : [],
      notRestorable: isBack ? wentToo : ['autopilot', ...wentToo],
      reason: isBack ? null : await whyNotBack(deps, tenantId, device.deviceId),
    })
  }
  return settled
}

function wentWith({ archive, verified }: PlannedDevice): readonly RemovalRegister[] {
  const isManagedGone = archive?.managedDevice != null && verified?.managedDevice === 'absent'
  return isManagedGone ? ['managedDevice'] : []
}

/** The plan had taken it before the registration was deleted. */
async function giveUserBack(
  { devices }: UndoDeps,
  tenantId: TenantId,
  { deviceId, archive }: PlannedDevice,
): Promise<void> {
  if (deviceId === null || archive === null) return
  const { userPrincipalName, addressableUserName } = archive.registration
  if (userPrincipalName === null) return
  await devices.change(tenantId, deviceId, { userPrincipalName, addressableUserName })
}

async function whyNotBack(
  { deleted }: UndoDeps,
  tenantId: TenantId,
  id: DeviceId | null,
): Promise<string> {
  const found = id === null ? undefined : await deleted.find(tenantId, id)
  return found === undefined ? 'The deleted device no longer exists.' : whyNot(found)
}
