/** An OEM deregisters devices that it registered, while the customer still lets it. */
import type { AuditEntry } from '../audit/audit.ts'
import type { Devices } from '../devices/device.ts'
import type { DeviceId, TenantId } from '../ids.ts'
import type { Examiner } from '../imports/examine-row.ts'
import type { Consents } from '../partners/consent.ts'
import { findOwn } from './find-own.ts'
import type { PartnerActor } from './oem-caller.ts'
import type { OemDevice } from './oem-device.ts'
import type {
  OemName,
  OemRefusal,
  OemRow,
  OwnRegistration,
  OwnRegistrations,
} from './oem-submission.ts'

export type DeregisterDeps = {
  readonly registrations: OwnRegistrations
  readonly examiner: () => Promise<Examiner>
  readonly consents: Consents
  readonly devices: Pick<Devices, 'remove'>
  /** Writes to a customer's trail what an OEM did there. */
  readonly recordFor: (customerId: TenantId, entry: AuditEntry) => Promise<void>
}

type Outcome = Omit<OemRow, 'rowId'>

/**
 * What became of each device, in order. A customer's devices go together: if they are more than may go alone, the
 * customer is asked about all of them at once, and none goes.
 */
export async function deregister(
  deps: DeregisterDeps,
  actor: PartnerActor,
  devices: readonly OemDevice[],
): Promise<readonly Outcome[]> {
  if (devices.length === 0) return []
  const oemId = actor.partnerTenantId as TenantId
  const named = (await findOwn(deps, oemId, devices.map(nameOf))).map(theOne)
  const byCustomer = Map.groupBy(
    named.flatMap((each) => ('deviceId' in each ? [each] : [])),
    ({ customerId }) => customerId,
  )
  const gone = new Set<DeviceId>()
  const refused = new Map<DeviceId, OemRefusal>()
  // In one order, so that two submissions for the same customers do not wait for each other.
  for (const customerId of [...byCustomer.keys()].toSorted()) {
    // A device that is named twice is removed, and counted, once.
    const ids = [...new Set(byCustomer.get(customerId)?.map(({ deviceId }) => deviceId))]
    const { allowed, refusal } = await permitted(deps, { customerId, oemId, asked: ids.length })
    for (const id of ids.slice(allowed)) refused.set(id, refusal)
    for (const id of await removeOf(deps, actor, { customerId, ids: ids.slice(0, allowed) }))
      gone.add(id)
  }
  return named.map((each) => {
    if (!('deviceId' in each)) return each
    const refusal = refused.get(each.deviceId)
    if (refusal !== undefined) return { state: 'error', refusal }
    // Named twice, it is already gone the second time.
    return gone.delete(each.deviceId)
      ? { state: 'complete', registrationId: each.deviceId }
      : { state: 'error', refusal: 'ZtdDeviceNotFound' }
  })
}

function nameOf({ manufacturer, model, serialNumber, productKeyId }: OemDevice): OemName {
  const tuple = manufacturer && model && serialNumber ? { manufacturer, model, serialNumber } : null
  return { productKeyId, tuple }
}

function theOne([own, second]: readonly OwnRegistration[]): OwnRegistration | Outcome {
  if (own === undefined) return { state: 'error', refusal: 'ZtdDeviceNotFound' }
  return second === undefined ? own : { state: 'error', refusal: 'ZtdDeviceIsNotUnique' }
}

type Asked = {
  readonly customerId: TenantId
  readonly oemId: TenantId
  readonly asked: number
}

type Permitted = { readonly allowed: number; readonly refusal: OemRefusal }

/** How many of them, and why the others are not. */
async function permitted(
  { consents }: Pick<DeregisterDeps, 'consents'>,
  { customerId, oemId, asked }: Asked,
): Promise<Permitted> {
  const consent = await consents.inForce(customerId, oemId)
  const scopes = consent && (await consents.hold(customerId, consent.id))
  if (!consent || !scopes?.some((scope) => scope.startsWith('devices.remove')))
    return { allowed: 0, refusal: 'ConsentMissing' }
  const allowed = await consents.spendRemovals(customerId, consent.id, asked)
  return { allowed, refusal: 'RemovalLimitReached' }
}

async function removeOf(
  { devices, recordFor }: DeregisterDeps,
  actor: PartnerActor,
  { customerId, ids }: { readonly customerId: TenantId; readonly ids: readonly DeviceId[] },
): Promise<readonly DeviceId[]> {
  if (ids.length === 0) return []
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
