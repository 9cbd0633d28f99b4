/** `taxiway csv`: everything that can be done with device CSV files without any server; `check` may ask one about users. */
import { Command } from 'commander'
import { withExamples } from '../examples.ts'
import { checkCommand } from './check-command.ts'
import { convertCommand } from './convert-command.ts'
import { fixCommand } from './fix-command.ts'
import { mergeCommand } from './merge-command.ts'
import { splitCommand } from './split-command.ts'

export function csvCommand(): Command {
  const command = new Command('csv')
    .description('Check, repair, merge, split and convert device CSV files; works offline.')
    .addCommand(checkCommand())
    .addCommand(fixCommand())
    .addCommand(mergeCommand())
    .addCommand(splitCommand())
    .addCommand(convertCommand())
  return withExamples(command, {
    'taxiway csv check devices.csv': 'what is wrong with a file, line by line',
    'taxiway csv fix devices.csv': 'a repaired copy, devices.fixed.csv',
  })
}
