/** An OEM deregisters devices that it registered, while the customer still lets it. */
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

type Outcome = Omit<OemRow, 'rowId'>
type Own = { readonly customerId: TenantId; readonly deviceId: DeviceId }

/**
 * What became of each device, in order. A customer's devices go together: if they are more than may go alone, the
 * customer is asked about all of them at once, and none goes.
 */
export async function deregister(
  deps: DeregisterDeps,
  actor: PartnerActor,
  devices: readonly OemDevice[],
): Promise<readonly Outcome[]> {
  const oemId = actor.partnerTenantId as TenantId
  const found: (Own | Outcome)[] = []
  const counted = new Set<DeviceId>()
  for (const device of devices) {
    const own = await ownDevice(deps, oemId, device)
    found.push('deviceId' in own ? await permitted(deps, { ...own, oemId, counted }) : own)
  }
  const named = found.flatMap((each) => ('deviceId' in each ? [each] : []))
  const byCustomer = Map.groupBy(named, ({ customerId }) => customerId)
  const gone = new Set<DeviceId>()
  // In one order, so that two submissions for the same customers do not wait for each other.
  for (const customerId of [...byCustomer.keys()].toSorted()) {
    const ids = new Set(byCustomer.get(customerId)?.map(({ deviceId }) => deviceId))
    for (const id of await removeOf(deps, actor, { customerId, ids: [...ids] })) gone.add(id)
  }
  return found.map((each) => {
    if (!('deviceId' in each)) return each
    // Named twice, it is already gone the second time.
    return gone.delete(each.deviceId)
      ? { state: 'complete', registrationId: each.deviceId }
      : { state: 'error', refusal: 'ZtdDeviceNotFound' }
  })
}

async function ownDevice(
  { registrations }: Pick<DeregisterDeps, 'registrations'>,
  oemId: TenantId,
  { manufacturer, model, serialNumber, productKeyId }: OemDevice,
): Promise<Own | Outcome> {
  const tuple = manufacturer && model && serialNumber ? { manufacturer, model, serialNumber } : null
  const [own, second] = await registrations.find(oemId, { productKeyId, tuple })
  if (own === undefined) return { state: 'error', refusal: 'ZtdDeviceNotFound' }
  if (second !== undefined) return { state: 'error', refusal: 'ZtdDeviceIsNotUnique' }
  return { customerId: own.customerId, deviceId: own.deviceId as DeviceId }
}

type Asked = Own & { readonly oemId: TenantId; readonly counted: Set<DeviceId> }

/** A device that is named twice is removed, and counted, once. */
async function permitted(
  { consents }: Pick<DeregisterDeps, 'consents'>,
  { customerId, deviceId, oemId, counted }: Asked,
): Promise<Own | Outcome> {
  if (counted.has(deviceId)) return { customerId, deviceId }
  const consent = await consents.inForce(customerId, oemId)
  const scopes = consent && (await consents.hold(customerId, consent.id))
  if (!consent || !scopes?.some((scope) => scope.startsWith('devices.remove')))
    return { state: 'error', refusal: 'ConsentMissing' }
  if (!(await consents.spendRemoval(customerId, consent.id)))
    return { state: 'error', refusal: 'RemovalLimitReached' }
  counted.add(deviceId)
  return { customerId, deviceId }
}

async function removeOf(
  { devices, recordFor }: DeregisterDeps,
  actor: PartnerActor,
  { customerId, ids }: { readonly customerId: TenantId; readonly ids: readonly DeviceId[] },
): Promise<readonly DeviceId[]> {
  const removed = (await devices.remove(customerId, ids)).map(({ id }) => id)
  if (removed.length === 0) return removed
  await recordFor(customerId, {
    category: 'Device',
    activity: 'Delete WindowsAutopilotDeviceIdentity',
    operation: 'Delete',
    result: 'Success',
    actor,
    correlationId: removed[0] ?? '',
    resources: removed.map((id) => ({ type: 'WindowsAutopilotDeviceIdentity', id })),
  })
  return removed
}
