/** `taxiway devices`: the registered devices; listing and showing stand here, the rest in files of their own. */

import { Command, InvalidArgumentError } from 'commander'
import type { BetaDeviceIdentity } from 'taxiway-autopilot'
import { withExamples } from '../examples.ts'
import { connect } from '../graph/client.ts'
import { findDevice, profiledDeviceColumns, profiledDevicePages } from '../graph/find-device.ts'
import { outputOf } from '../output.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { deleteCommand } from './delete-command.ts'
import { explainCommand } from './explain-command.ts'
import { exportCommand } from './export-command.ts'
import { timelineCommand } from './timeline-command.ts'
import { assignUserCommand, unassignUserCommand, updateCommand } from './update-command.ts'

type ListOptions = {
  readonly filter?: string
  readonly withoutProfile?: boolean
  readonly limit?: number
}

export function devicesCommand(): Command {
  const command = new Command('devices').description('Look up and change registered devices.')
  const own = [listCommand(), showCommand()]
  const others = [
    explainCommand(),
    timelineCommand(),
    updateCommand(),
    assignUserCommand(),
    unassignUserCommand(),
    deleteCommand(),
    exportCommand(),
  ]
  for (const each of [...own, ...others]) command.addCommand(each)
  return withExamples(command, {
    'taxiway devices list': 'every registered device',
    'taxiway devices show PF3ABCDE': 'one device, by serial number or id',
    'taxiway devices update --from tags.csv --dry-run': 'what a file would change',
  })
}

function listCommand(): Command {
  const command = withContextOption(new Command('list'))
    .description('List registered devices.')
    .option('--filter <expression>', 'an OData filter of Microsoft Graph')
    .option('--without-profile', 'only devices without an assigned deployment profile')
    .option('--limit <count>', 'stop after this many devices', wholeNumber)
    .action(async (options: ListOptions) => listDevices(options, command))
  return withExamples(command, {
    'taxiway devices list --json': 'every device with all its properties',
    'taxiway devices list -o csv > devices.csv': 'a file for a spreadsheet',
    [`taxiway devices list --filter "contains(serialNumber,'PF3')"`]:
      'those with PF3 in the serial number',
  })
}

function showCommand(): Command {
  const command = withContextOption(new Command('show'))
    .description('Show one device. Exits with code 5 if several have the serial number.')
    .argument('<serial number or id>')
    .action(async (name: string) => showDevice(name, command))
  return withExamples(command, { 'taxiway devices show PF3ABCDE --json': 'all properties as JSON' })
}

async function listDevices(options: ListOptions, command: Command): Promise<void> {
  const { limit } = options
  const output = outputOf(command)
  const devices: BetaDeviceIdentity[] = []
  // Only beta knows of profiles.
  const graph = connect(await contextFor(command))
  for await (const page of profiledDevicePages(graph, filterOf(options))) {
    devices.push(...page)
    if (limit !== undefined && devices.length >= limit) break
  }
  const shown = devices.slice(0, limit)
  output.rows(shown, profiledDeviceColumns)
  output.say(shown.length === 1 ? '1 device.' : `${shown.length} devices.`)
}

/** Both conditions where both are asked for. */
function filterOf({ filter, withoutProfile }: ListOptions): string | undefined {
  if (!withoutProfile) return filter
  const without = "deploymentProfileAssignmentStatus eq 'notAssigned'"
  return filter === undefined ? without : `(${filter}) and ${without}`
}

async function showDevice(name: string, command: Command): Promise<void> {
  const output = outputOf(command)
  const device = await findDevice(connect(await contextFor(command)), name)
  if (output.format === 'json') return output.json(device)
  const properties = Object.entries(device).map(([property, value]) => ({
    property,
    value: text(value),
  }))
  output.rows(properties, [
    { key: 'property', title: 'Property' },
    { key: 'value', title: 'Value' },
  ])
}

function text(value: unknown): string {
  return value === null ? '' : String(value)
}

function wholeNumber(value: string): number {
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value)
  throw new InvalidArgumentError('It must be a whole number above 0.')
}
