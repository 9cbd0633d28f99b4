/** `taxiway csv`: everything that can be done with device CSV files without any server. */
import { Command } from 'commander'
import { checkCommand } from './check-command.ts'
import { convertCommand } from './convert-command.ts'
import { fixCommand } from './fix-command.ts'
import { mergeCommand } from './merge-command.ts'
import type { UserLookup } from './options.ts'
import { splitCommand } from './split-command.ts'

/** `lookUpUsers` lets `check` ask a signed-in service which users exist. */
export function csvCommand(lookUpUsers?: UserLookup): Command {
  return new Command('csv')
    .description('Checks, mends, joins, divides and converts device CSV files; works offline.')
    .addCommand(checkCommand(lookUpUsers))
    .addCommand(fixCommand())
    .addCommand(mergeCommand())
    .addCommand(splitCommand())
    .addCommand(convertCommand())
}
