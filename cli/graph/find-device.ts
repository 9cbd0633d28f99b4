/** Registered devices as Graph shows them, and how one is found by what a person knows of it. */

import type { BetaDeviceIdentity, DeviceIdentity } from 'taxiway-autopilot'
import { type Graph, GraphError } from 'taxiway-graph-client'
import type { Column } from '../column.ts'
import { CliError, exitCodes } from '../exit.ts'

export const devicesPath = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'

/** As beta shows them, with what came of their deployment profile. */
export const profiledDeviceColumns: readonly Column<BetaDeviceIdentity>[] = [
  { key: 'serialNumber', title: 'Serial number' },
  { key: 'manufacturer', title: 'Manufacturer' },
  { key: 'model', title: 'Model' },
  { key: 'groupTag', title: 'Group tag' },
  { key: 'userPrincipalName', title: 'Assigned user' },
  { key: 'enrollmentState', title: 'Enrolment' },
  { key: 'deploymentProfileAssignmentStatus', title: 'Profile' },
  { key: 'id', title: 'Id' },
]

/** The same pages, from beta. */
export function profiledDevicePages(
  graph: Graph,
  filter?: string,
): AsyncGenerator<readonly BetaDeviceIdentity[]> {
  const query = filter === undefined ? '' : `?$filter=${encodeURIComponent(filter)}`
  return graph.pages(devicesPath.replace('/v1.0/', '/beta/') + query)
}

/** Pages of devices; `filter` is an OData expression, absent means all. */
export function devicePages(
  graph: Graph,
  filter?: string,
): AsyncGenerator<readonly DeviceIdentity[]> {
  const query = filter === undefined ? '' : `?$filter=${encodeURIComponent(filter)}`
  return graph.pages(devicesPath + query)
}

/** The one device with that id or serial number; refuses when several fit. */
export async function findDevice(graph: Graph, name: string): Promise<DeviceIdentity> {
  const [device, ...others] = await devicesNamed(graph, name)
  if (device === undefined) {
    throw new CliError(`There is no registered device ${name}.`, {
      hint: 'See the registered devices: taxiway devices list',
    })
  }
  if (others.length > 0) throw ambiguous(name, [device, ...others])
  return device
}

/** The device with that id, else all with that serial number. */
export async function devicesNamed(graph: Graph, name: string): Promise<readonly DeviceIdentity[]> {
  // Devices without a serial number exist, and a script's empty variable must not mean one of them.
  if (name.trim() === '')
    throw new CliError('No device was given.', { hint: 'Give its serial number or its id.' })
  const byId = isGuid(name) ? await deviceById(graph, name) : undefined
  return byId === undefined ? devicesBySerial(graph, name) : [byId]
}

/** The refusal to choose one of several devices. */
export function ambiguous(name: string, devices: readonly DeviceIdentity[]): CliError {
  const ids = devices.map(({ id, manufacturer, model }) => `  ${id}  ${manufacturer} ${model}`)
  return new CliError(`${ids.length} devices have the serial number ${name}:\n${ids.join('\n')}`, {
    exitCode: exitCodes.ambiguous,
    hint: 'Name the one you mean by its id.',
  })
}

/** Undefined when no device has that id. */
export async function deviceById(graph: Graph, id: string): Promise<DeviceIdentity | undefined> {
  try {
    const { '@odata.context': _, ...device } = await graph.get<
      DeviceIdentity & { '@odata.context'?: string }
    >(`${devicesPath}/${id}`)
    return device
  } catch (error) {
    if (error instanceof GraphError && error.status === 404) return undefined
    throw error
  }
}

/**
 * Microsoft's service knows only `contains`, and errs on values with hyphens and blanks (observed), so
 * it is asked for the longest plain part, and the comparison of the whole is made here.
 */
async function devicesBySerial(
  graph: Graph,
  serialNumber: string,
): Promise<readonly DeviceIdentity[]> {
  const parts = serialNumber.split(/[^A-Za-z0-9]+/)
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best), '')
  const wanted = serialNumber.toLowerCase()
  const found: DeviceIdentity[] = []
  const filter = longest === '' ? undefined : `contains(serialNumber,'${longest}')`
  for await (const page of devicePages(graph, filter)) {
    found.push(...page.filter((device) => device.serialNumber?.toLowerCase() === wanted))
  }
  return found
}

export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}
