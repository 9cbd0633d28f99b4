/** Registered devices as Graph shows them, and how one is found by what a person knows of it. */
import { CliError, exitCodes } from '../exit.ts'
import type { Graph } from '../graph/client.ts'
import { GraphError } from '../graph/failures.ts'
import type { Column } from '../output.ts'

const collection = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'

/** A `windowsAutopilotDeviceIdentity`; members not named here are printed as they come. */
export type Device = {
  readonly id: string
  readonly serialNumber: string
  readonly manufacturer: string | null
  readonly model: string | null
  readonly groupTag: string | null
  readonly userPrincipalName: string | null
  readonly enrollmentState: string
}

export const deviceColumns: readonly Column<Device>[] = [
  { key: 'serialNumber', title: 'Serial number' },
  { key: 'manufacturer', title: 'Manufacturer' },
  { key: 'model', title: 'Model' },
  { key: 'groupTag', title: 'Group tag' },
  { key: 'userPrincipalName', title: 'Assigned user' },
  { key: 'enrollmentState', title: 'Enrolment' },
  { key: 'id', title: 'Id' },
]

/** Pages of devices; `filter` is an OData expression, absent means all. */
export function devicePages(graph: Graph, filter?: string): AsyncGenerator<readonly Device[]> {
  const query = filter === undefined ? '' : `?$filter=${encodeURIComponent(filter)}`
  return graph.pages(collection + query)
}

/** The one device with that id or serial number; refuses when several fit. */
export async function findDevice(graph: Graph, name: string): Promise<Device> {
  const byId = isGuid(name) ? await deviceById(graph, name) : undefined
  if (byId !== undefined) return byId
  const [device, ...others] = await devicesBySerial(graph, name)
  if (device === undefined) {
    throw new CliError(`There is no registered device ${name}.`, {
      cure: 'See those there are: taxiway devices list',
    })
  }
  if (others.length === 0) return device
  const ids = [device, ...others].map(
    ({ id, manufacturer, model }) => `  ${id}  ${manufacturer} ${model}`,
  )
  throw new CliError(`${ids.length} devices have the serial number ${name}:\n${ids.join('\n')}`, {
    exitCode: exitCodes.ambiguous,
    cure: 'Name the one you mean by its id.',
  })
}

async function deviceById(graph: Graph, id: string): Promise<Device | undefined> {
  try {
    const { '@odata.context': _, ...device } = await graph.get<
      Device & { '@odata.context'?: string }
    >(`${collection}/${id}`)
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
async function devicesBySerial(graph: Graph, serialNumber: string): Promise<readonly Device[]> {
  const parts = serialNumber.split(/[^A-Za-z0-9]+/)
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best), '')
  const wanted = serialNumber.toLowerCase()
  const found: Device[] = []
  const filter = longest === '' ? undefined : `contains(serialNumber,'${longest}')`
  for await (const page of devicePages(graph, filter)) {
    found.push(...page.filter((device) => device.serialNumber.toLowerCase() === wanted))
  }
  return found
}

function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}
