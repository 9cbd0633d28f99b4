/**
 * Leave to change what is hard to change back: asked on a terminal, given by an option everywhere else.
 *
 * Options have the names of both worlds: `--dry-run` and `--yes`, and PowerShell's `--what-if` and `--confirm=false`.
 */
import { createInterface } from 'node:readline/promises'
import { type Command, Option } from 'commander'
import { CliError } from './exit.ts'

export type Consent = {
  readonly dryRun?: boolean
  readonly yes?: boolean
}

export function withConsent(command: Command): Command {
  return withLeave(command)
    .addOption(new Option('--dry-run', 'show what would be done and do nothing'))
    .addOption(new Option('--what-if', 'the same as --dry-run').implies({ dryRun: true }))
}

/** Only the options that give leave, for commands that have no plan to show. */
export function withLeave(command: Command): Command {
  const confirm = new Option('--confirm <answer>', '--confirm=false is the same as --yes')
  return command
    .option('-y, --yes', 'do it without asking')
    .addOption(confirm.choices(['true', 'false']))
    .hook('preAction', (_, acting) => {
      if (acting.opts()['confirm'] === 'false') acting.setOptionValue('yes', true)
    })
}

/** Returns when there is leave to go on; throws when there is none, and then nothing has been done. */
export async function askLeave(question: string, { yes }: Consent): Promise<void> {
  if (yes === true) return
  if (process.stdin.isTTY !== true) {
    throw new CliError('Nothing was done: there is nobody to ask.', {
      hint: 'Add --yes to do it without asking, or --dry-run to see what would be done.',
    })
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await lines.question(`${question} [y/N] `).finally(() => lines.close())
  if (!/^y(es)?$/i.test(answer.trim())) throw new CliError('Nothing was done, as you wish.')
}
