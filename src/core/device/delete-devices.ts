/** Deleting by serial number, several at once; each has its own verdict, and none fails the others. */
import { DomainError } from '../errors.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import type { Devices } from './device.ts'

/** Most serial numbers in one request; no source gives a number, and an import has as many rows. */
const maxSerials = 500

export type Deletion = {
  readonly serialNumber: string
  /** Null where no single device bears the serial number. */
  readonly deviceId: DeviceId | null
  readonly state: 'accepted' | 'failed'
  /** Null: it is done. */
  readonly problem: string | null
}

export async function deleteDevices(
  devices: Devices,
  tenantId: TenantId,
  serialNumbers: readonly string[],
): Promise<readonly Deletion[]> {
  if (serialNumbers.length > maxSerials) {
    throw new DomainError('request-invalid', `At most ${maxSerials} devices are deleted at once.`)
  }
  const verdicts: Deletion[] = []
  for (const serialNumber of serialNumbers) {
    verdicts.push(await deleteOne(devices, tenantId, serialNumber))
  }
  return verdicts
}

async function deleteOne(
  devices: Devices,
  tenantId: TenantId,
  serialNumber: string,
): Promise<Deletion> {
  const filter = { kind: 'compare', field: 'serialNumber', op: 'eq', value: serialNumber } as const
  const { rows } = await devices.list(tenantId, { filter, page: { limit: 2 } })
  const [device, other] = rows
  const refused = (problem: string): Deletion => ({
    serialNumber,
    deviceId: null,
    state: 'failed',
    problem,
  })
  if (device === undefined || serialNumber === '') return refused('ZtdDeviceIsNotRegistered')
  if (other !== undefined) return refused('ZtdDeviceIsNotUnique')
  if (!(await devices.remove(tenantId, device.id))) return refused('ZtdDeviceIsNotRegistered')
  return { serialNumber, deviceId: device.id, state: 'accepted', problem: null }
}
