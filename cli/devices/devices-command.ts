/** `taxiway devices`: the registered devices; listing is here, the rest in separate files. */

import { Command } from 'commander'
import type { BetaDeviceIdentity } from 'taxiway-autopilot'
import type { Graph } from 'taxiway-graph-client'
import { withExamples } from '../examples.ts'
import { CliError } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { profiledDeviceColumns, profiledDevicePages } from '../graph/device-pages.ts'
import { profileNamed } from '../graph/profiles.ts'
import { asksMany, contextsFor, withContextOptions } from '../sign-in/many-contexts.ts'
import { outputOf } from '../terminal/output.ts'
import { wholeNumber } from '../whole-number.ts'
import { deleteCommand } from './delete-command.ts'
import { deletedCommand, restoreCommand } from './deleted-command.ts'
import { explainCommand } from './explain-command.ts'
import { exportCommand } from './export-command.ts'
import { lockedCommand } from './locked-command.ts'
import { showCommand } from './show-command.ts'
import { timelineCommand } from './timeline-command.ts'
import { undoCommand } from './undo-command.ts'
import { assignUserCommand, unassignUserCommand, updateCommand } from './update-command.ts'
import { verifyDevicesCommand } from './verify-command.ts'
import { whereCommand } from './where-command.ts'

type ListOptions = {
  readonly filter?: string
  readonly profile?: string
  readonly withoutProfile?: boolean
  readonly limit?: number
}

export function devicesCommand(): Command {
  const command = new Command('devices').description('Look up and change registered devices.')
  const own = [
    listCommand(),
    showCommand(),
    verifyDevicesCommand(),
    whereCommand(),
    lockedCommand(),
  ]
  const others = [
    explainCommand(),
    timelineCommand(),
    updateCommand(),
    assignUserCommand(),
    unassignUserCommand(),
    undoCommand(),
    deleteCommand(),
    deletedCommand(),
    restoreCommand(),
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
  const command = withContextOptions(new Command('list'))
    .description('List registered devices.')
    .option('--filter <expression>', 'an OData filter of Microsoft Graph')
    .option('--profile <name or id>', 'only devices with this deployment profile')
    .option('--without-profile', 'only devices without an assigned deployment profile')
    .option('--limit <count>', 'stop after this many devices', wholeNumber)
    .action(async (options: ListOptions) => listDevices(options, command))
  return withExamples(command, {
    'taxiway devices list --json': 'every device with all its properties',
    'taxiway devices list --profile Sales': 'those with the deployment profile Sales',
    'taxiway devices list -o csv > devices.csv': 'a file for a spreadsheet',
    [`taxiway devices list --filter "contains(serialNumber,'PF3')"`]:
      'those with PF3 in the serial number',
  })
}

async function listDevices(options: ListOptions, command: Command): Promise<void> {
  const { limit } = options
  const output = outputOf(command)
  if (options.profile !== undefined && options.withoutProfile)
    throw new CliError('Give --profile or --without-profile, not both.')
  const devices: (BetaDeviceIdentity & { readonly context?: string })[] = []
  const isMany = asksMany(command)
  for (const { name, context } of await contextsFor(command)) {
    for (const device of await devicesOf(connect(context), options))
      devices.push(isMany ? { context: name, ...device } : device)
  }
  const shown = devices.slice(0, limit)
  output.rows(
    shown,
    isMany
      ? [{ key: 'context', title: 'Context' }, ...profiledDeviceColumns]
      : profiledDeviceColumns,
  )
  output.say(shown.length === 1 ? '1 device.' : `${shown.length} devices.`)
}

async function devicesOf(
  graph: Graph,
  options: ListOptions,
): Promise<readonly BetaDeviceIdentity[]> {
  const { limit } = options
  const devices: BetaDeviceIdentity[] = []
  const { id } = options.profile === undefined ? {} : await profileNamed(graph, options.profile)
  // Only beta has profiles.
  for await (const page of profiledDevicePages(graph, {
    filter: filterOf(options),
    profileId: id,
  })) {
    devices.push(...page)
    if (limit !== undefined && devices.length >= limit) break
  }
  return devices
}

/** Both conditions if both are given. */
function filterOf({ filter, withoutProfile }: ListOptions): string | undefined {
  if (!withoutProfile) return filter
  const without = "deploymentProfileAssignmentStatus eq 'notAssigned'"
  return filter === undefined ? without : `(${filter}) and ${without}`
}
