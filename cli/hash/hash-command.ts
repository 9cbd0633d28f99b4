/** `taxiway hash`: everything about hardware hashes, offline. */
import { Command } from 'commander'
import { withExamples } from '../examples.ts'
import { checkCommand } from './check-command.ts'
import { decodeCommand } from './decode-command.ts'
import { diffCommand } from './diff-command.ts'
import { makeCommand } from './make-command.ts'

export function hashCommand(): Command {
  const command = new Command('hash').description(
    'Decode, check, compare and make hardware hashes. Nothing leaves this machine.\n' +
      'A hash may be given as an argument, as a file (text, XML report, device CSV) or as - for standard input.',
  )
  for (const part of [decodeCommand(), checkCommand(), diffCommand(), makeCommand()])
    command.addCommand(part)
  return withExamples(command, {
    'taxiway hash decode hash.txt': 'what a hash contains',
    'taxiway hash check devices.csv': 'what is wrong with the hashes of a file',
    'taxiway hash diff before.txt after.txt': 'what changed about a machine',
    'taxiway hash make --count 500 --seed 1 > devices.csv': 'a file of simulated devices',
  })
}
