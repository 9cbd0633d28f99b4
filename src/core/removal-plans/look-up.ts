/** Asks the registers of Taxiway for the devices of a plan, many at once, as facts that a match is made of. */
import type {
  DirectoryFacts,
  LookedUp,
  LookUp,
  ManagedFacts,
  RegistrationFacts,
} from 'taxiway-autopilot'
import { type Device, type Devices, physicalIdsOf } from '../devices/device.ts'
import type { DeviceField } from '../devices/device-field.ts'
import { DomainError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import type {
  ManagedDevice,
  ManagedDeviceField,
  ManagedDevices,
} from '../inventory/managed-device.ts'
import type { Stored } from '../inventory/records.ts'
import type { Filter, ListQuery, Rows } from '../query.ts'
import type { PlanSelection } from './removal-plan.ts'

export type LookDeps = {
  readonly devices: Devices
  readonly managed: ManagedDevices
  /** Runs statements so that their failure leaves the transaction as it was. */
  readonly attempt: <T>(work: () => Promise<T>) => Promise<T>
}

export type RegistrationRecord = RegistrationFacts & { readonly device: Device }
export type ManagedRecord = ManagedFacts & { readonly stored: Stored<ManagedDevice> }
export type DirectoryRecord = DirectoryFacts & { readonly device: Device }
export type PlanLooked = LookedUp<RegistrationRecord, ManagedRecord, DirectoryRecord>

/** Records read at a time, and names asked for at a time. */
const slice = 500

export async function lookUp(
  deps: LookDeps,
  tenantId: TenantId,
  { serialNumbers, ids }: PlanSelection,
): Promise<PlanLooked> {
  const found = await looked(deps, async () => {
    const bySerial = await deps.devices.withSerialNumbers(tenantId, serialNumbers)
    const byId = await all<Device, DeviceField>(
      (query) => deps.devices.list(tenantId, query),
      anyOf('id', ids),
    )
    return [...new Map([...bySerial, ...byId].map((device) => [device.id, device])).values()]
  })
  if (!found.ok) return { autopilot: found, managedDevice: found, directoryDevice: found }
  const devices = found.found
  return {
    autopilot: { ok: true, found: devices.map(registrationOf) },
    managedDevice: await looked(deps, () => managedLike(deps, tenantId, devices)),
    directoryDevice: { ok: true, found: devices.map(directoryOf) },
  }
}

/** Every record that shares an id with one of the registrations. */
async function managedLike(
  { managed }: LookDeps,
  tenantId: TenantId,
  devices: readonly Device[],
): Promise<readonly ManagedRecord[]> {
  const found = new Map<string, ManagedRecord>()
  const filters = [
    ...anyOf<ManagedDeviceField>(
      'serialNumber',
      devices.map(({ serialNumber }) => serialNumber).filter((each) => each !== ''),
    ),
    ...anyOf<ManagedDeviceField>(
      'id',
      devices.flatMap(({ managedDeviceId }) => managedDeviceId ?? []),
    ),
    ...anyOf<ManagedDeviceField>(
      'directoryDeviceId',
      devices.map(({ directoryDeviceId }) => directoryDeviceId),
    ),
  ]
  const list = (query: ListQuery<ManagedDeviceField>) => managed.list(tenantId, query)
  for (const stored of await all(list, filters)) found.set(stored.id, managedOf(stored))
  return [...found.values()]
}

async function looked<Facts>(
  { attempt }: LookDeps,
  work: () => Promise<readonly Facts[]>,
): Promise<LookUp<Facts>> {
  try {
    return { ok: true, found: await attempt(work) }
  } catch (error) {
    // The whole database is away: nothing is planned or done then.
    if (error instanceof DomainError) throw error
    return { ok: false, reason: 'They cannot be read at the moment.' }
  }
}

async function all<Row, Field extends string>(
  list: (query: ListQuery<Field>) => Promise<Rows<Row>>,
  filters: readonly Filter<Field>[],
): Promise<readonly Row[]> {
  const found: Row[] = []
  for (const filter of filters)
    for (let after: string | undefined; ; ) {
      const page = { limit: slice, ...(after !== undefined && { after }) }
      const { rows, next } = await list({ filter, page })
      found.push(...rows)
      if (next === undefined) break
      after = next
    }
  return found
}

function anyOf<Field extends string>(field: Field, values: readonly string[]): Filter<Field>[] {
  const filters: Filter<Field>[] = []
  for (let at = 0; at < values.length; at += slice)
    filters.push({ kind: 'in', field, values: values.slice(at, at + slice) })
  return filters
}

function registrationOf(device: Device): RegistrationRecord {
  return {
    id: device.id,
    serialNumber: device.serialNumber,
    azureAdDeviceId: device.directoryDeviceId,
    managedDeviceId: device.managedDeviceId,
    userPrincipalName: device.userPrincipalName,
    purchaseOrderIdentifier: device.purchaseOrderIdentifier,
    device,
  }
}

function managedOf(stored: Stored<ManagedDevice>): ManagedRecord {
  const { serialNumber, directoryDeviceId, joinType, managementAgent } = stored.members
  return {
    id: stored.id,
    serialNumber,
    azureAdDeviceId: directoryDeviceId,
    isHybrid: joinType === 'hybridAzureADJoined',
    isCoManaged: managementAgent?.startsWith('configurationManagerClient') ?? false,
    stored,
  }
}

/** Made with the registration, so the two agree. */
function directoryOf(device: Device): DirectoryRecord {
  return {
    id: device.directoryObjectId,
    deviceId: device.directoryDeviceId,
    physicalIds: physicalIdsOf(device),
    trustType: 'AzureAd',
    device,
  }
}
