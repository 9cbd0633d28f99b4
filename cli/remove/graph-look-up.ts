/**
 * Asks the three registers of a tenant for a device by Microsoft Graph. A register that could not be asked says so: it
 * found nothing, and nobody takes that for an absence.
 */
import type {
  AskedDevice,
  BetaManagedDevice,
  DeviceIdentity,
  DirectoryDevice,
  DirectoryFacts,
  LookedUp,
  LookUp,
  ManagedFacts,
  RegistrationFacts,
} from 'taxiway-autopilot'
import { type Graph, GraphError, RequestError } from 'taxiway-graph-client'
import { deviceById, devicesNamed } from '../graph/find-device.ts'

export type GraphRegistration = RegistrationFacts & { readonly wire: DeviceIdentity }
export type GraphManaged = ManagedFacts & { readonly wire: BetaManagedDevice }
export type GraphDirectory = DirectoryFacts & { readonly wire: DirectoryDevice }
export type GraphLooked = LookedUp<GraphRegistration, GraphManaged, GraphDirectory>

export const managedPath = '/beta/deviceManagement/managedDevices'
export const directoryPath = '/v1.0/devices'

export async function lookUpByGraph(graph: Graph, asked: AskedDevice): Promise<GraphLooked> {
  const autopilot = await looked(() => registrations(graph, asked))
  if (!autopilot.ok) return { autopilot, managedDevice: autopilot, directoryDevice: autopilot }
  const managedDevice = await looked(() => managedLike(graph, autopilot.found))
  const ids = [
    ...autopilot.found.map(({ azureAdDeviceId }) => azureAdDeviceId),
    ...(managedDevice.ok ? managedDevice.found.map((each) => each.azureAdDeviceId) : []),
  ]
  return {
    autopilot,
    managedDevice,
    directoryDevice: await looked(() => inDirectory(graph, ids)),
  }
}

async function registrations(
  graph: Graph,
  asked: AskedDevice,
): Promise<readonly GraphRegistration[]> {
  const found =
    'id' in asked
      ? [await deviceById(graph, asked.id)].filter((each) => each !== undefined)
      : await devicesNamed(graph, asked.serialNumber)
  return found.map((wire) => ({
    id: wire.id,
    serialNumber: wire.serialNumber ?? '',
    azureAdDeviceId: wire.azureActiveDirectoryDeviceId,
    managedDeviceId: wire.managedDeviceId,
    userPrincipalName: wire.userPrincipalName,
    purchaseOrderIdentifier: wire.purchaseOrderIdentifier,
    wire,
  }))
}

async function managedLike(
  graph: Graph,
  devices: readonly GraphRegistration[],
): Promise<readonly GraphManaged[]> {
  const found = new Map<string, BetaManagedDevice>()
  for (const device of devices)
    for (const each of await managedLikeOne(graph, device)) found.set(each.id, each)
  return [...found.values()].map((wire) => ({
    id: wire.id,
    serialNumber: wire.serialNumber ?? '',
    azureAdDeviceId: wire.azureADDeviceId,
    isHybrid: wire.joinType === 'hybridAzureADJoined',
    isCoManaged: `${wire.managementAgent ?? ''}`.startsWith('configurationManagerClient'),
    wire,
  }))
}

async function managedLikeOne(
  graph: Graph,
  { serialNumber, azureAdDeviceId, managedDeviceId }: GraphRegistration,
): Promise<readonly BetaManagedDevice[]> {
  const filters = [
    ...(serialNumber === '' ? [] : [`serialNumber eq ${quoted(serialNumber)}`]),
    ...(isId(azureAdDeviceId) ? [`azureADDeviceId eq ${quoted(azureAdDeviceId)}`] : []),
  ]
  const found: BetaManagedDevice[] = []
  for (const filter of filters)
    found.push(...(await all<BetaManagedDevice>(graph, managedPath, filter)))
  if (!isId(managedDeviceId) || found.some(({ id }) => id === managedDeviceId)) return found
  const path = `${managedPath}/${managedDeviceId}`
  const named = await orAbsent(() => graph.get<BetaManagedDevice>(path))
  return named === undefined ? found : [...found, named]
}

async function inDirectory(
  graph: Graph,
  deviceIds: readonly (string | null)[],
): Promise<readonly GraphDirectory[]> {
  const found = new Map<string, DirectoryDevice>()
  for (const id of new Set(deviceIds.filter(isId)))
    for (const each of await all<DirectoryDevice>(
      graph,
      directoryPath,
      `deviceId eq ${quoted(id)}`,
    ))
      found.set(each.id, each)
  return [...found.values()].map((wire) => ({
    id: wire.id,
    deviceId: wire.deviceId ?? '',
    physicalIds: wire.physicalIds ?? [],
    trustType: wire.trustType,
    wire,
  }))
}

async function looked<Facts>(ask: () => Promise<readonly Facts[]>): Promise<LookUp<Facts>> {
  try {
    return { ok: true, found: await ask() }
  } catch (error) {
    // Signing in again helps every look-up; what else goes wrong is of this register.
    const isSignIn = error instanceof GraphError && error.status === 401
    if (!(error instanceof RequestError) || isSignIn) throw error
    return { ok: false, reason: error.message }
  }
}

async function all<Entry>(graph: Graph, path: string, filter: string): Promise<readonly Entry[]> {
  const found: Entry[] = []
  const query = `?$filter=${encodeURIComponent(filter)}`
  for await (const page of graph.pages<Entry>(path + query)) found.push(...page)
  return found
}

/** Undefined: there is none. A look that fails throws. */
export async function orAbsent<Body>(ask: () => Promise<Body>): Promise<Body | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof GraphError && error.status === 404) return undefined
    throw error
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function isId(id: string | null | undefined): id is string {
  return id != null && id !== '' && id !== '00000000-0000-0000-0000-000000000000'
}
