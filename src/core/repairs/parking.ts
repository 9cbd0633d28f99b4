/** Parked registrations: in force, so that nobody else can register the device, but without a profile. */
import type { RepairCase } from './repair-case.ts'

export type DeviceParking = {
  /** False: the registration no longer exists. */
  park(of: RepairCase): Promise<boolean>
  unpark(of: RepairCase): Promise<void>
}
