/**
 * Deletes several devices by serial number; each gets its own result, and none fails the others. A number names a
 * device exactly as it is stored: another case, a blank or the beginning of it names none.
 */
import { DomainError } from '../errors.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import type { Device, Devices } from './device.ts'

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
  devices: Pick<Devices, 'withSerialNumbers' | 'remove'>,
  tenantId: TenantId,
  serialNumbers: readonly string[],
): Promise<readonly Deletion[]> {
  if (serialNumbers.length > maxSerials) {
    throw new DomainError('request-invalid', `At most ${maxSerials} devices are deleted at once.`)
  }
  const asked = serialNumbers.filter((serialNumber) => serialNumber !== '')
  const known = Map.groupBy(
    await devices.withSerialNumbers(tenantId, asked),
    (device) => device.serialNumber,
  )
  const found: Found[] = serialNumbers.map((serialNumber) => ({
    serialNumber,
    ...onlyDevice(known.get(serialNumber) ?? []),
  }))
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

function onlyDevice([device, other]: readonly Device[]): Omit<Found, 'serialNumber'> {
  if (device === undefined) return { problem: 'ZtdDeviceIsNotRegistered' }
  return other === undefined ? { id: device.id } : { problem: 'ZtdDeviceIsNotUnique' }
}
