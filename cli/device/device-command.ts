/** `taxiway device`: simulated Windows devices, to see and test what real ones would experience. */
import { Command } from 'commander'
import { withExamples } from '../examples.ts'
import { bootCommand } from './boot-command.ts'
import { doctorCommand } from './doctor-command.ts'
import { fleetCommand } from './fleet-command.ts'

export function deviceCommand(): Command {
  const command = new Command('device').description(
    'Simulated Windows devices at their first boot. They talk to a Taxiway server as the PowerShell\n' +
      'script for real PCs does; Windows itself only contacts Microsoft.',
  )
  for (const each of [bootCommand(), fleetCommand(), doctorCommand()]) command.addCommand(each)
  return withExamples(command, {
    'taxiway device boot examples/first-boot.json': 'one device from registration to desktop',
    'taxiway device fleet 100': 'a hundred devices at once',
    'taxiway device doctor':
      'check whether a device could boot against this server, and if not, why',
  })
}
