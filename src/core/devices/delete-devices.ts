/** Deletes several devices by serial number; each gets its own result, and none fails the others. */
import { DomainError } from '../errors.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import type { Devices } from './device.ts'

/** Most serial numbers in one request; no source gives a number, and an import has as many rows. */
const maxSerials = 500

export type Deletion = {
  readonly serialNumber: string
  /** Null if no device, or more than one, has the serial number. */
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
  const found: Found[] = []
  for (const serialNumber of serialNumbers)
    found.push({ serialNumber, ...(await onlyDevice(devices, tenantId, serialNumber)) })
  const ids = found.flatMap(({ id }) => (id === undefined ? [] : [id]))
  const removed = new Set((await devices.remove(tenantId, ids)).map(({ id }) => id))
  return found.map(({ serialNumber, id, problem }) => {
    // Named twice, it is already gone the second time.
    if (id !== undefined && removed.delete(id))
      return { serialNumber, deviceId: id, state: 'accepted', problem: null }
    const reason = problem ?? 'ZtdDeviceIsNotRegistered'
    return { serialNumber, deviceId: null, state: 'failed', problem: reason }
  })
}

type Found = {
  readonly serialNumber: string
  readonly id?: DeviceId
  /** Why there is no `id`. */
  readonly problem?: string
}

async function onlyDevice(
  devices: Devices,
  tenantId: TenantId,
  serialNumber: string,
): Promise<Omit<Found, 'serialNumber'>> {
  const filter = { kind: 'compare', field: 'serialNumber', op: 'eq', value: serialNumber } as const
  const { rows } = await devices.list(tenantId, { filter, page: { limit: 2 } })
  const [device, other] = rows
  if (device === undefined || serialNumber === '') return { problem: 'ZtdDeviceIsNotRegistered' }
  return other === undefined ? { id: device.id } : { problem: 'ZtdDeviceIsNotUnique' }
}
