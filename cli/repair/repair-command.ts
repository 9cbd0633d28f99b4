/** `taxiway repair`: cases of broken devices on a Taxiway server, from the first call to the profile. */
import { Command } from 'commander'
import { withExamples } from '../examples.ts'
import { deviceCommands } from './device-commands.ts'
import { listCommand, showCommand } from './list-commands.ts'
import { openCommand } from './open-command.ts'
import { scenariosCommand } from './scenarios-command.ts'
import { vendorCommands } from './vendor-commands.ts'

export function repairCommand(): Command {
  const command = new Command('repair').description(
    'Send a device to repair and register it again: its registration is parked meanwhile, and what comes back is compared\n' +
      'with what left (docs/repairs.md). A case is named by its id, or its device by its exact serial number.',
  )
  const all = [listCommand(), openCommand(), showCommand(), ...vendorCommands()]
  for (const each of [...all, ...deviceCommands(), scenariosCommand()]) command.addCommand(each)
  return withExamples(command, {
    'taxiway repair open PF3ABCDE --summary "No picture" --zone Europe/Berlin --contact Ada':
      'the newest hash is archived',
    'taxiway repair returned PF3ABCDE after.csv':
      'what came back: the same device, another board, …',
    'taxiway repair re-register PF3ABCDE': 'with everything carried over',
  })
}
