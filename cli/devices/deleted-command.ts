/** `taxiway devices deleted` and `restore`: devices that were deleted in the last 30 days, and their way back. */
import { Command, Option } from 'commander'
import type { DeletedDevice, DeletedDevicePage, DeviceResults } from 'taxiway-autopilot/admin'
import type { Graph } from 'taxiway-graph-client'
import { withExamples } from '../examples.ts'
import { CliError, exitCodes } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { isGuid } from '../graph/find-device.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { counted, outputOf } from '../terminal/output.ts'
import { askedDevices } from './asked-devices.ts'

const path = '/admin/v1/deleted-devices'
const states = ['reserved', 'restored', 'superseded', 'released', 'expired', 'all']
/** Devices that a request restores. */
const atOnce = 1_000

const columns = [
  { key: 'serialNumber', title: 'Serial number' },
  { key: 'model', title: 'Model' },
  { key: 'groupTag', title: 'Group tag' },
  { key: 'state', title: 'State' },
  { key: 'deletedBy', title: 'Deleted by' },
  { key: 'deletedDateTime', title: 'Deleted' },
  { key: 'reservedUntilDateTime', title: 'Reserved until' },
  { key: 'id', title: 'Id' },
] as const

export function deletedCommand(): Command {
  const command = withContextOption(new Command('deleted'))
    .description('List devices that were deleted in the last 30 days, the newest first.')
    .addOption(
      new Option('--state <state>', 'only those in this state').choices(states).default('reserved'),
    )
    .option('--search <text>', 'part of the serial number, name, user, group tag or model')
    .action(async ({ state, search }: { readonly state: string; readonly search?: string }) => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const query = new URLSearchParams({
        ...(state !== 'all' && { state }),
        ...(search !== undefined && { q: search }),
      })
      const found = await ofTaxiway(graph, () => Array.fromAsync(deletedIn(graph, query)))
      output.rows(found, columns)
      output.say(`${counted(found.length, 'deleted device')}.`)
    })
  return withExamples(command, {
    'taxiway devices deleted': 'those that can be restored',
    'taxiway devices deleted --search Kiosk':
      'those with it in the serial number, name, user, tag or model',
    'taxiway devices deleted --state all --json': 'and what became of the others',
  })
}

export function restoreCommand(): Command {
  const command = withContextOption(new Command('restore'))
    .description('Restore deleted devices exactly as they were, for 30 days after their deletion.')
    .argument('[devices...]', 'serial numbers, exactly as they were, or ids')
    .option('--from <file>', 'a CSV with a column of serial numbers or ids; - is standard input')
    .action(async (names: readonly string[], options: { readonly from?: string }) => {
      const asked = await askedDevices(names, options)
      const graph = connect(await contextFor(command))
      const ids: string[] = []
      for (const { name } of asked)
        ids.push(await ofTaxiway(graph, () => deletedNamed(graph, name)))
      process.exitCode = await restore(graph, ids, command)
    })
  return withExamples(command, {
    'taxiway devices restore PF3ABCDE': 'one, by serial number or id',
    'taxiway devices restore --from gone.csv': 'those in a file',
  })
}

/** Restores and prints what became of each; answers the exit code. */
export async function restore(
  graph: Graph,
  ids: readonly string[],
  command: Command,
): Promise<number> {
  const results: DeviceResults['value'][number][] = []
  for (let at = 0; at < ids.length; at += atOnce) {
    const body = JSON.stringify({ ids: ids.slice(at, at + atOnce) })
    const { value } = await ofTaxiway(graph, () =>
      graph.post<DeviceResults>(`${path}/restore`, body),
    )
    results.push(...value)
  }
  const output = outputOf(command)
  output.rows(results, [
    { key: 'id', title: 'Id' },
    { key: 'state', title: 'State' },
    { key: 'reason', title: 'Reason' },
  ])
  const done = results.filter(({ state }) => state === 'done').length
  output.say(`${done} of ${counted(results.length, 'device')} restored.`)
  return done === results.length ? exitCodes.ok : exitCodes.findings
}

async function* deletedIn(graph: Graph, query: URLSearchParams): AsyncGenerator<DeletedDevice> {
  query.set('limit', '1000')
  for (;;) {
    const page = await graph.get<DeletedDevicePage>(`${path}?${query}`)
    yield* page.value
    if (page.next === undefined) return
    query.set('cursor', page.next)
  }
}

async function deletedNamed(graph: Graph, name: string): Promise<string> {
  if (isGuid(name)) return name
  const query = new URLSearchParams({ state: 'reserved', serialNumber: name })
  const found = await Array.fromAsync(deletedIn(graph, query))
  const [device, ...others] = found
  if (device === undefined)
    throw new CliError(`No deleted device with the serial number ${name} is reserved.`, {
      hint: 'See what became of it: taxiway devices deleted --state all',
    })
  if (others.length === 0) return device.id
  const lines = found.map(({ id, model }) => `  ${id}  ${model}`)
  throw new CliError(
    `${found.length} deleted devices have the serial number ${name}:\n${lines.join('\n')}`,
    { exitCode: exitCodes.ambiguous, hint: 'Name the one you mean by its id.' },
  )
}
