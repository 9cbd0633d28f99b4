/**
 * A device created from a description alone, as one of Graph's documented requests and a Terraform provider
 * do. Without a hash nothing proves which machine it is, so nothing is claimed: an import of the real hash
 * is a registration of its own.
 */
import { DomainError } from '../errors.ts'
import { newDeviceId, type TenantId } from '../ids.ts'
import { checkTexts } from './change-device.ts'
import { type DescribedDevice, type Device, type Devices, findDevice } from './device.ts'
import { checkDeviceName } from './device-name.ts'

export async function describeDevice(
  devices: Devices,
  tenantId: TenantId,
  description: Omit<DescribedDevice, 'id' | 'tenantId'>,
): Promise<Device> {
  checkTexts(description)
  if (description.serialNumber.trim() === '')
    throw new DomainError('request-invalid', 'serialNumber is missing.')
  if (description.displayName) checkDeviceName(description.displayName)
  const id = newDeviceId()
  await devices.add({ ...description, id, tenantId })
  return await findDevice(devices, tenantId, id)
}
