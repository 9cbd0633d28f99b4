/** Everything that is known of a device, as JSON, taken before its first step. */
import type { PlanLooked } from './look-up.ts'
import type { PlanArchive, PlannedDevice } from './removal-plan.ts'

export function archiveOf(
  { deviceId, managedDeviceId }: PlannedDevice,
  { autopilot, managedDevice, directoryDevice }: PlanLooked,
): PlanArchive | null {
  const registration = autopilot.ok ? autopilot.found.find(({ id }) => id === deviceId) : undefined
  if (registration === undefined) return null
  const managed = managedDevice.ok
    ? managedDevice.found.find(({ id }) => id === managedDeviceId)?.stored
    : undefined
  const entry = directoryDevice.ok
    ? directoryDevice.found.find(({ id }) => id === registration.device.directoryObjectId)
    : undefined
  return {
    registration: plain(registration.device),
    managedDevice: managed === undefined ? null : plain({ id: managed.id, ...managed.members }),
    directoryDevice:
      entry === undefined
        ? null
        : plain({
            id: entry.id,
            deviceId: entry.deviceId,
            physicalIds: entry.physicalIds,
            attributes: entry.device.directoryAttributes,
          }),
  }
}

function plain<T extends object>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}
