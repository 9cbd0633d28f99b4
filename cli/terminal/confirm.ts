/**
 * Confirmation before changes that are hard to undo: asked for on a terminal, given as an option everywhere else.
 *
 * The options have Unix names, `--dry-run` and `--yes`, and PowerShell's, `--what-if` and `--confirm=false`.
 */
import { type Command, Option } from 'commander'
import { CliError } from '../exit.ts'
import { ask } from './ask.ts'

export type Confirmation = {
  /** Absent: the command has no plan to show. */
  readonly dryRun?: boolean
  readonly yes?: boolean
}

export function withConfirmAndDryRunOptions(command: Command): Command {
  return withConfirmOptions(command)
    .hook('preAction', (_, acting) => {
      if (acting.opts()['dryRun'] === undefined) acting.setOptionValue('dryRun', false)
    })
    .addOption(new Option('--dry-run', 'show what would be done and do nothing'))
    .addOption(new Option('--what-if', 'the same as --dry-run').implies({ dryRun: true }))
}

/** Only the options that confirm, for commands that have no plan to show. */
export function withConfirmOptions(command: Command): Command {
  const confirm = new Option('--confirm <answer>', '--confirm=false is the same as --yes')
  return command
    .option('-y, --yes', 'do not ask for confirmation')
    .addOption(confirm.choices(['true', 'false']))
    .hook('preAction', (_, acting) => {
      if (acting.opts()['confirm'] === 'false') acting.setOptionValue('yes', true)
    })
}

/** Returns once the person has confirmed; otherwise throws, and nothing has been done. */
export async function askToConfirm(question: string, { yes, dryRun }: Confirmation): Promise<void> {
  if (yes === true) return
  if (process.stdin.isTTY !== true) {
    throw new CliError(
      'Nothing was done: confirmation is needed, and there is no terminal to ask on.',
      {
        hint:
          dryRun === undefined
            ? 'Add --yes to confirm.'
            : 'Add --yes to confirm, or --dry-run to see what would be done.',
      },
    )
  }
  const answer = await ask(`${question} [y/N] `)
  if (!/^y(es)?$/i.test(answer.trim())) throw new CliError('Cancelled. Nothing was done.')
}
