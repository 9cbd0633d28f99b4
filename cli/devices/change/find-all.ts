/**
 * Finds the device of each change request: names match only as a whole, and everything else in the row must match too.
 *
 * A request that matches several devices, or contradicts its device, stops the whole run: a tool that took the
 * first match has wiped the wrong machine before.
 */

import type { DeviceIdentity } from 'taxiway-autopilot'
import { sameSerial } from 'taxiway-device-csv'
import type { Graph } from 'taxiway-graph-client'
import { CliError, exitCodes } from '../../exit.ts'
import { devicePages } from '../../graph/device-pages.ts'
import { ambiguous, devicesNamed, isGuid } from '../../graph/find-device.ts'
import { alike } from './alike.ts'
import type { ChangeRequest } from './change-request.ts'

/** What a change looks at, and its report shows: a tenth of what the server says. */
export type FoundDevice = Pick<
  DeviceIdentity,
  | 'id'
  | 'serialNumber'
  | 'manufacturer'
  | 'model'
  | 'groupTag'
  | 'displayName'
  | 'userPrincipalName'
  | 'addressableUserName'
>

export type Found = {
  readonly request: ChangeRequest
  /** Absent when no device has the name. */
  readonly device?: FoundDevice
}

/** Up to this many, one request per device is cheaper than reading the whole list. */
const fewRequests = 10

/** The device of each request, in order; throws when one is ambiguous or two contradict each other. */
export async function findAll(
  graph: Graph,
  requests: readonly ChangeRequest[],
): Promise<readonly Found[]> {
  const namesake =
    requests.length <= fewRequests
      ? (name: string) => devicesNamed(graph, name)
      : await namesakesInList(graph, requests)
  const found: Found[] = []
  for (const request of requests) found.push(await theOne(request, await namesake(request.name)))
  refuseContradictions(found)
  return found
}

/** Only those that are asked for are kept, of a list that may be far longer. */
async function namesakesInList(graph: Graph, requests: readonly ChangeRequest[]) {
  const named = new Map<string, { byId?: FoundDevice; readonly bySerial: FoundDevice[] }>(
    requests.map(({ name }) => [name.toLowerCase(), { bySerial: [] }]),
  )
  const shared = alike<string | null>()
  for await (const page of devicePages(graph)) {
    for (const device of page) {
      const withId = named.get(device.id.toLowerCase())
      const withSerial = named.get((device.serialNumber ?? '').toLowerCase())
      if (withId === undefined && withSerial === undefined) continue
      const kept = wanted(device, shared)
      if (withId !== undefined) withId.byId = kept
      withSerial?.bySerial.push(kept)
    }
  }
  return async (name: string): Promise<readonly FoundDevice[]> => {
    const { byId, bySerial = [] } = named.get(name.toLowerCase()) ?? {}
    return byId !== undefined && isGuid(name) ? [byId] : bySerial
  }
}

/** Texts that many devices have in common are kept once. */
function wanted(device: FoundDevice, shared: (text: string | null) => string | null): FoundDevice {
  const { id, serialNumber, displayName, userPrincipalName } = device
  return {
    id,
    serialNumber,
    displayName,
    userPrincipalName,
    manufacturer: shared(device.manufacturer),
    model: shared(device.model),
    groupTag: shared(device.groupTag),
    addressableUserName: shared(device.addressableUserName),
  }
}

async function theOne(request: ChangeRequest, devices: readonly FoundDevice[]): Promise<Found> {
  const [first] = devices
  if (first === undefined) return { request }
  const fitting = devices.filter((device) => misfit(request, device) === undefined)
  const [device, ...others] = fitting
  if (device === undefined) throw contradicted(request, first)
  if (others.length > 0) throw ambiguous(request.name, fitting)
  const { inHash } = request
  if (inHash !== undefined && device.serialNumber && !sameSerial(inHash, device.serialNumber))
    throw new CliError(
      `Line ${request.line} has the hardware hash of ${inHash}, but the device ${request.name} is ${device.serialNumber}.`,
      nothingDone,
    )
  return { request, device }
}

const nothingDone = {
  exitCode: exitCodes.ambiguous,
  hint: 'Nothing was done. Correct the line, or leave it out.',
}

type Mark = keyof ChangeRequest['marks']

function misfit({ marks }: ChangeRequest, device: FoundDevice): Mark | undefined {
  const names = Object.keys(marks) as Mark[]
  return names.find((name) => marks[name]?.toLowerCase() !== (device[name] ?? '').toLowerCase())
}

function contradicted(request: ChangeRequest, device: FoundDevice): CliError {
  const mark = misfit(request, device) ?? 'id'
  return new CliError(
    `Line ${request.line} says ${mark} '${request.marks[mark]}', but the device ${request.name} has '${device[mark]}'.`,
    nothingDone,
  )
}

function refuseContradictions(found: readonly Found[]): void {
  const first = new Map<string, ChangeRequest>()
  for (const { request, device } of found) {
    if (device === undefined) continue
    const earlier = first.get(device.id)
    if (earlier !== undefined && !sameChanges(earlier, request)) {
      throw new CliError(
        `Lines ${earlier.line} and ${request.line} ask for different changes to the device ${device.id}.`,
        { exitCode: exitCodes.findings, hint: 'Nothing was done. Keep only one of the lines.' },
      )
    }
    first.set(device.id, request)
  }
}

function sameChanges(a: ChangeRequest, b: ChangeRequest): boolean {
  return JSON.stringify(a.changes) === JSON.stringify(b.changes)
}
