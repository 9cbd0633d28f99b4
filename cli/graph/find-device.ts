/** Finds a registered device by any name that a person knows. */

import { type DeviceIdentity, explanationsOf } from 'taxiway-autopilot'
import { type Graph, GraphError } from 'taxiway-graph-client'
import { CliError, exitCodes } from '../exit.ts'
import { devicePages, devicesPath } from './device-pages.ts'
import { nearMisses } from './near-misses.ts'

/** The one device with that id or serial number, or that the directory knows by that id; refuses when several fit. */
export async function findDevice(graph: Graph, name: string): Promise<DeviceIdentity> {
  const [device, ...others] = await devicesNamed(graph, name)
  if (device === undefined) throw await notFound(graph, name)
  if (others.length > 0) throw ambiguous(name, [device, ...others])
  return device
}

/** The refusal, which names devices that may be meant. */
export async function notFound(graph: Graph, name: string): Promise<CliError> {
  const near = isGuid(name) ? [] : await nearMisses(graph, name)
  const lines = near.map(
    ({ serialNumber, manufacturer, model, id }) =>
      `  ${serialNumber}  ${manufacturer ?? ''} ${model ?? ''}  ${id}`,
  )
  const message = `There is no registered device ${name}.`
  const isCode = explanationsOf(name).length > 0
  return new CliError(
    near.length === 0 ? message : `${message} Similar serial numbers:\n${lines.join('\n')}`,
    {
      hint: isCode
        ? `It is a code. What it means: taxiway explain ${name}`
        : 'See the registered devices: taxiway devices list',
    },
  )
}

/** The device with that id, here or in the directory, else all with that serial number. */
export async function devicesNamed(graph: Graph, name: string): Promise<readonly DeviceIdentity[]> {
  // Devices without a serial number exist, and a script's empty variable must not mean one of them.
  if (name.trim() === '')
    throw new CliError('No device was given.', { hint: 'Give its serial number or its id.' })
  if (!isGuid(name)) return devicesBySerial(graph, name)
  const byId = await deviceById(graph, name)
  if (byId !== undefined) return [byId]
  const inDirectory = await devicesInDirectory(graph, name)
  return inDirectory.length > 0 ? inDirectory : devicesBySerial(graph, name)
}

/** The refusal to choose one of several devices. */
export function ambiguous(
  name: string,
  devices: readonly Pick<DeviceIdentity, 'id' | 'manufacturer' | 'model'>[],
): CliError {
  const ids = devices.map(({ id, manufacturer, model }) => `  ${id}  ${manufacturer} ${model}`)
  return new CliError(`${ids.length} devices have the serial number ${name}:\n${ids.join('\n')}`, {
    exitCode: exitCodes.ambiguous,
    hint: 'Name the one you mean by its id.',
  })
}

/** By the id that Entra ID gives a device, or by that of the object that stands for it. */
async function devicesInDirectory(graph: Graph, id: string): Promise<readonly DeviceIdentity[]> {
  const named = await devicesOfEntra(graph, id)
  if (named.length > 0) return named
  const deviceId = await deviceIdOfObject(graph, id)
  return deviceId === undefined ? [] : await devicesOfEntra(graph, deviceId)
}

/** The only `eq` that Microsoft's service is seen to accept. [observed] */
async function devicesOfEntra(graph: Graph, deviceId: string): Promise<readonly DeviceIdentity[]> {
  const found: DeviceIdentity[] = []
  for await (const page of devicePages(graph, `azureActiveDirectoryDeviceId eq '${deviceId}'`))
    found.push(...page)
  return found
}

/** A caller who may not read the directory finds no device this way. */
async function deviceIdOfObject(graph: Graph, id: string): Promise<string | undefined> {
  try {
    return (await graph.get<{ deviceId?: string }>(`/v1.0/devices/${id}`)).deviceId
  } catch (error) {
    if (error instanceof GraphError && error.status >= 400 && error.status < 500) return undefined
    throw error
  }
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
