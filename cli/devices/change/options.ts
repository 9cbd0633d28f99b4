/** The options that all commands share which change devices, and where their wishes come from. */
import type { Command } from 'commander'
import { type Consent, withConsent } from '../../consent.ts'
import { CliError, exitCodes } from '../../exit.ts'
import { outputOf } from '../../output.ts'
import { seconds } from '../../seconds.ts'
import { withContextOption } from '../../sign-in/current-context.ts'
import { type Changes, faultsOf, type Wish } from './wish.ts'
import { type ReadWishes, readWishes } from './wish-file.ts'

export type ChangeOptions = Consent & {
  readonly from?: string
  readonly clearEmpty?: boolean
  readonly timeout: number
}

const defaultTimeoutSeconds = 1800

export function withChangeOptions(command: Command): Command {
  return withConsent(withContextOption(command))
    .option('--from <csv>', 'the devices of a file, by its columns; - is standard input')
    .option(
      '--timeout <seconds>',
      'how long to wait out throttling and outages',
      seconds,
      defaultTimeoutSeconds,
    )
}

/** What the command line says about the devices that it names. */
export type OnCommandLine = { readonly names: readonly string[]; readonly changes: Changes }

/** The wishes of the command line, or those of the file; one of the two. */
export async function wishesOf(
  { names, changes }: OnCommandLine,
  how: Pick<ReadWishes, 'needs' | 'takes'> & { readonly options: ChangeOptions },
  command: Command,
): Promise<readonly Wish[]> {
  const { from, clearEmpty = false } = how.options
  if ((names.length === 0) === (from === undefined)) {
    throw new CliError('Name a device, or a file with --from; one of the two.', {
      hint: `See: taxiway devices ${command.name()} --help`,
    })
  }
  if (from === undefined) {
    const faults = faultsOf(changes)
    if (faults.length > 0) {
      throw new CliError(`Nothing was done: ${faults.join('; ')}.`, {
        exitCode: exitCodes.findings,
      })
    }
    return names.map((name) => ({ line: null, name, marks: {}, changes }))
  }
  if (Object.keys(changes).length > 0) {
    throw new CliError('What to change comes from the file or from options, not from both.')
  }
  const { wishes, ignored } = await readWishes(from, { ...how, clearEmpty })
  if (ignored.length > 0) outputOf(command).say(`Columns not used: ${ignored.join(', ')}.`)
  return wishes
}
