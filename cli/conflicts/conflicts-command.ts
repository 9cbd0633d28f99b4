/** `taxiway conflicts`: rows of imports that a person has to decide, and devices that look related. */

import { Command, Option } from 'commander'
import { type Conflict, conflictStates } from 'taxiway-autopilot/admin'
import { withExamples } from '../examples.ts'
import { connect } from '../graph/client.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { counted, outputOf } from '../terminal/output.ts'
import { conflictColumns, conflictsIn } from './conflict.ts'
import { decideCommand } from './decide-command.ts'
import { findConflict, printConflict } from './show.ts'

export function conflictsCommand(): Command {
  const command = new Command('conflicts').description(
    'Decide what Taxiway cannot decide alone: whether an imported device is one that is already registered.',
  )
  command.addCommand(listCommand()).addCommand(showCommand()).addCommand(decideCommand())
  return withExamples(command, {
    'taxiway conflicts list': 'everything that waits for a decision',
    'taxiway conflicts show <id>': 'one of them, with the candidate devices',
    'taxiway conflicts decide <id> --different': 'it is a new device; register it',
  })
}

function listCommand(): Command {
  const command = withContextOption(new Command('list'))
    .description('List conflicts, oldest first.')
    .addOption(
      new Option('--state <state>', 'only those in this state')
        .choices([...conflictStates, 'all'])
        .default('open'),
    )
    .action(async ({ state }: { state: Conflict['state'] | 'all' }) => {
      const output = outputOf(command)
      const graph = connect(await contextFor(command))
      const wanted = state === 'all' ? undefined : state
      const found = await ofTaxiway(graph, () => Array.fromAsync(conflictsIn(graph, wanted)))
      output.rows(found, conflictColumns)
      output.say(`${counted(found.length, 'conflict')}.`)
    })
  return withExamples(command, {
    'taxiway conflicts list --json': 'every detail, as JSON',
    'taxiway conflicts list --state all': 'including decided ones',
  })
}

function showCommand(): Command {
  const command = withContextOption(new Command('show'))
    .description('Show one conflict.')
    .argument('<id>')
    .action(async (id: string) => {
      const graph = connect(await contextFor(command))
      await printConflict(outputOf(command), graph, await findConflict(graph, id))
    })
  return withExamples(command, { 'taxiway conflicts show <id> --json': 'all of it as JSON' })
}
