/** `taxiway remove`: plans by which devices leave, in a documented order, on a Taxiway server or any tenant. */
import { Command } from 'commander'
import { withExamples } from '../examples.ts'
import { listCommand, showCommand } from './list-commands.ts'
import { planCommand } from './plan-command.ts'
import { cancelCommand, runCommand, undoCommand } from './run-commands.ts'

export function removeCommand(): Command {
  const command = new Command('remove').description(
    'Remove devices completely and in a documented order: plan, run, see that they are gone, undo\n' +
      '(docs/removal.md). A device is left alone unless two of its ids agree.',
  )
  for (const each of [
    planCommand(),
    runCommand(),
    undoCommand(),
    cancelCommand(),
    listCommand(),
    showCommand(),
  ])
    command.addCommand(each)
  return withExamples(command, {
    'taxiway remove plan PF3ABCDE': 'what would happen, and what is lost',
    'taxiway remove plan PF3ABCDE --file plan.json': 'for any tenant, Microsoft’s too',
    'taxiway remove run plan.json --yes': 'the same command goes on after an interruption',
  })
}
