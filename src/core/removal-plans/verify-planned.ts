/** Looks whether the records of a device are gone. A look that fails says nothing, least of all that they are. */
import { touchesManaged } from 'taxiway-autopilot'
import type { RegisterPresence, RemovalRegister } from 'taxiway-autopilot/admin'
import { DomainError } from '../errors.ts'
import type { LookDeps } from './look-up.ts'
import type { PlannedDevice, PlanVerified, RemovalPlan } from './removal-plan.ts'

export type Seen = {
  readonly verified: PlanVerified
  /** Registers that may still have a record, and should not. */
  readonly missing: readonly RemovalRegister[]
}

export async function verified(
  deps: LookDeps & { readonly now: () => Date },
  { tenantId, order }: RemovalPlan,
  { deviceId, managedDeviceId, directoryObjectId }: PlannedDevice,
): Promise<Seen> {
  const { devices, managed } = deps
  const seen = {
    autopilot: await presence(
      deps,
      async () => deviceId !== null && (await devices.find(tenantId, deviceId)) !== undefined,
    ),
    managedDevice: await presence(
      deps,
      async () =>
        managedDeviceId !== null && (await managed.find(tenantId, managedDeviceId)) !== undefined,
    ),
    directoryDevice: await presence(
      deps,
      async () =>
        directoryObjectId !== null &&
        (await devices.findByDirectoryObject(tenantId, directoryObjectId)) !== undefined,
    ),
  }
  const expected: readonly RemovalRegister[] = touchesManaged(order)
    ? ['autopilot', 'managedDevice', 'directoryDevice']
    : ['autopilot']
  return {
    verified: { ...seen, at: deps.now().toISOString() },
    missing: expected.filter((register) => seen[register] !== 'absent'),
  }
}

async function presence(
  { attempt }: LookDeps,
  isThere: () => Promise<boolean>,
): Promise<RegisterPresence> {
  try {
    return (await attempt(isThere)) ? 'present' : 'absent'
  } catch (error) {
    if (error instanceof DomainError) throw error
    return 'unknown'
  }
}
