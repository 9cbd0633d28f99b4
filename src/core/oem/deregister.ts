/** An OEM deregisters a device that it registered, while the customer still lets it. */
import type { AuditEntry } from '../audit/audit.ts'
import type { Devices } from '../devices/device.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import type { Consents } from '../partners/consent.ts'
import type { PartnerActor } from './oem-caller.ts'
import type { OemDevice } from './oem-device.ts'
import type { OemRow, OwnRegistrations } from './oem-submission.ts'

export type DeregisterDeps = {
  readonly registrations: OwnRegistrations
  readonly consents: Consents
  readonly devices: Pick<Devices, 'remove'>
  /** Writes to a customer's trail what an OEM did there. */
  readonly recordFor: (customerId: TenantId, entry: AuditEntry) => Promise<void>
}

export async function deregister(
  { registrations, consents, devices, recordFor }: DeregisterDeps,
  actor: PartnerActor,
  { manufacturer, model, serialNumber, productKeyId }: OemDevice,
): Promise<Omit<OemRow, 'rowId'>> {
  const oemId = actor.partnerTenantId as TenantId
  const tuple = manufacturer && model && serialNumber ? { manufacturer, model, serialNumber } : null
  const found = await registrations.find(oemId, { productKeyId, tuple })
  const [own, second] = found
  if (own === undefined) return { state: 'error', refusal: 'ZtdDeviceNotFound' }
  if (second !== undefined) return { state: 'error', refusal: 'ZtdDeviceIsNotUnique' }
  const { customerId } = own
  const consent = await consents.inForce(customerId, oemId)
  const scopes = consent && (await consents.hold(customerId, consent.id))
  const mayRemove = scopes?.some((scope) => scope.startsWith('devices.remove'))
  if (!consent || !mayRemove || !(await consents.spendRemoval(customerId, consent.id)))
    return { state: 'error', refusal: 'ConsentMissing' }
  const id = own.deviceId as DeviceId
  if ((await devices.remove(customerId, [id])).length === 0)
    return { state: 'error', refusal: 'ZtdDeviceNotFound' }
  await recordFor(customerId, {
    category: 'Device',
    activity: 'Delete WindowsAutopilotDeviceIdentity',
    operation: 'Delete',
    result: 'Success',
    actor,
    correlationId: id,
    resources: [{ type: 'WindowsAutopilotDeviceIdentity', id }],
  })
  return { state: 'complete', registrationId: id }
}
