/** `taxiway csv`: everything that can be done with device CSV files without any server; `check` may ask one about users. */
import { Command } from 'commander'
import { checkCommand } from './check-command.ts'
import { convertCommand } from './convert-command.ts'
import { fixCommand } from './fix-command.ts'
import { mergeCommand } from './merge-command.ts'
import { splitCommand } from './split-command.ts'

export function csvCommand(): Command {
  return new Command('csv')
    .description('Checks, mends, joins, divides and converts device CSV files; works offline.')
    .addCommand(checkCommand())
    .addCommand(fixCommand())
    .addCommand(mergeCommand())
    .addCommand(splitCommand())
    .addCommand(convertCommand())
}
