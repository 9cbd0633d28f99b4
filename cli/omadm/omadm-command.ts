/** `taxiway omadm`: what managed devices answer elsewhere. */
import { Command } from 'commander'
import { withExamples } from '../examples.ts'
import { relayCommand } from './relay-command.ts'

export function omadmCommand(): Command {
  const command = new Command('omadm').description(
    'Answers of devices that another management service manages, such as Fleet or Intune.',
  )
  command.addCommand(relayCommand())
  return withExamples(command, {
    'taxiway omadm relay results.json': 'register the devices whose hashes are in it',
  })
}
