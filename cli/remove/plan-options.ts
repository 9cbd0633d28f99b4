/** What a removal plan can be asked for with. */
import { type Command, Option } from 'commander'
import {
  type RemovalOrder,
  type RemovalPreparation,
  removalOrderNames,
  removalOrders,
} from 'taxiway-autopilot'

export type PlanOptions = {
  readonly from?: string
  readonly file?: string
  readonly order: RemovalOrder
  readonly prepare: RemovalPreparation
  readonly release?: true
  readonly reason?: string
}

export function withPlanOptions(command: Command): Command {
  const orders = removalOrderNames.map((name) => `${name}: ${removalOrders[name].title}`)
  return command
    .argument('[devices...]', 'serial numbers, exactly as they are stored, or ids of registrations')
    .option('--from <file>', 'a CSV with a column of serial numbers or ids; - is standard input')
    .addOption(
      new Option('--order <order>', orders.join('\n'))
        .choices(removalOrderNames)
        .default('intune-autopilot'),
    )
    .addOption(
      new Option('--prepare <what>', 'what is done to the device before its records go')
        .choices(['none', 'retire', 'wipe'])
        .default('none'),
    )
    .option('--release', 'release the devices: nothing brings them back')
    .option('--reason <text>', 'kept with the plan')
    .option(
      '--file <file>',
      'keep the plan in a file and run it by Microsoft Graph, against any tenant; without it, a Taxiway server keeps it',
    )
}
