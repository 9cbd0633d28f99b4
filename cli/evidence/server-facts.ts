/** What the tenant that one is signed in to knows of a device: Taxiway says more of it than Microsoft's Graph. */
import { type DeviceIdentity, type ImportedDeviceIdentity, isMicrosoft } from 'taxiway-autopilot'
import type { DeviceHash } from 'taxiway-autopilot/admin'
import { type Graph, GraphError } from 'taxiway-graph-client'
import { devicesNamed } from '../graph/find-device.ts'

export type ServerFacts = {
  readonly origin: string | null
  readonly askedAt: string | null
  readonly registrations: readonly DeviceIdentity[]
  readonly imports: readonly ImportedDeviceIdentity[]
  /** The newest hash that the server has; null: it gives none. */
  readonly hash: string | null
}

export const nothingAsked: ServerFacts = {
  origin: null,
  askedAt: null,
  registrations: [],
  imports: [],
  hash: null,
}

const receiptsPath = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'

/** Receipts that are looked through for the device's; more would take longer than they are worth. */
const maxReceipts = 20_000

export async function askServer(graph: Graph, serialNumber: string): Promise<ServerFacts> {
  const found = await devicesNamed(graph, serialNumber)
  const registrations = found.filter((each) => each.serialNumber === serialNumber)
  return {
    origin: graph.origin,
    askedAt: new Date().toISOString(),
    registrations,
    imports: await receiptsOf(graph, serialNumber),
    hash: await hashOf(graph, registrations),
  }
}

async function receiptsOf(
  graph: Graph,
  serialNumber: string,
): Promise<readonly ImportedDeviceIdentity[]> {
  const own: ImportedDeviceIdentity[] = []
  let seen = 0
  for await (const page of graph.pages<ImportedDeviceIdentity>(receiptsPath)) {
    own.push(...page.filter((each) => each.serialNumber === serialNumber))
    seen += page.length
    if (seen >= maxReceipts) break
  }
  return own
}

/** Graph gives no hash back, and reading one takes a permission of its own. */
async function hashOf(
  graph: Graph,
  [device, other]: readonly DeviceIdentity[],
): Promise<string | null> {
  if (device === undefined || other !== undefined || isMicrosoft(graph.origin)) return null
  try {
    const path = `/admin/v1/devices/${device.id}/hashes?raw=true`
    const { value } = await graph.get<{ value: readonly DeviceHash[] }>(path)
    return value[0]?.hardwareIdentifier ?? null
  } catch (error) {
    if (error instanceof GraphError && [403, 404].includes(error.status)) return null
    throw error
  }
}
