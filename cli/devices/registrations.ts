/** What a tenant has registered under serial numbers or ids, as beta shows it: with profile and state. */
import type { BetaDeviceIdentity } from 'taxiway-autopilot'
import type { Graph } from 'taxiway-graph-client'
import { betaDevicesPath, profiledDevicePages } from '../graph/device-pages.ts'
import { devicesNamed } from '../graph/find-device.ts'

/** Up to this many, requests for each device are cheaper than reading the whole list. */
const fewNames = 10

/** The registrations that each of `names` stands for; none where nothing is registered. */
export async function registrationsOf(
  graph: Graph,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly BetaDeviceIdentity[]>> {
  return names.length <= fewNames ? await oneByOne(graph, names) : await fromList(graph, names)
}

async function oneByOne(graph: Graph, names: readonly string[]) {
  const found = new Map<string, readonly BetaDeviceIdentity[]>()
  for (const name of names) {
    const devices: BetaDeviceIdentity[] = []
    for (const { id } of await devicesNamed(graph, name))
      devices.push(await graph.get<BetaDeviceIdentity>(`${betaDevicesPath}/${id}`))
    found.set(name, devices)
  }
  return found
}

async function fromList(graph: Graph, names: readonly string[]) {
  const wanted = new Map<string, BetaDeviceIdentity[]>(
    names.map((name) => [name.toLowerCase(), []]),
  )
  for await (const page of profiledDevicePages(graph, {})) {
    for (const device of page) {
      const ids = [device.id, device.serialNumber ?? '', device.azureActiveDirectoryDeviceId ?? '']
      for (const id of new Set(ids.map((each) => each.toLowerCase()))) wanted.get(id)?.push(device)
    }
  }
  return new Map(names.map((name) => [name, wanted.get(name.toLowerCase()) ?? []]))
}
