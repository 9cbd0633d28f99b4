/** The options shared by all commands that change devices, and where their change requests come from. */
import type { Command } from 'commander'
import { type EncodingOption, withEncoding } from '../../csv/encoding-option.ts'
import { CliError, exitCodes } from '../../exit.ts'
import { seconds } from '../../seconds.ts'
import { withContextOption } from '../../sign-in/current-context.ts'
import { type Confirmation, withConfirmAndDryRunOptions } from '../../terminal/confirm.ts'
import { outputOf } from '../../terminal/output.ts'
import { type ReadChangeFile, readChangeFile } from './change-file.ts'
import { type ChangeRequest, type Changes, faultsOf } from './change-request.ts'

export type ChangeOptions = Confirmation &
  EncodingOption & {
    readonly from?: string
    readonly clearEmpty?: boolean
    readonly timeout: number
  }

export const defaultTimeoutSeconds = 1800

export function withChangeOptions(command: Command): Command {
  return withEncoding(
    withConfirmAndDryRunOptions(withContextOption(command)).option(
      '--from <csv>',
      'read the devices from a CSV file; - is standard input',
    ),
  ).option(
    '--timeout <seconds>',
    'how long to keep retrying when throttled or disconnected',
    seconds,
    defaultTimeoutSeconds,
  )
}

/** The devices named on the command line, and the changes given as options. */
export type OnCommandLine = { readonly names: readonly string[]; readonly changes: Changes }

/** The change requests from the command line or from the file; exactly one of the two. */
export async function changeRequestsOf(
  { names, changes }: OnCommandLine,
  how: Pick<ReadChangeFile, 'needs' | 'takes'> & { readonly options: ChangeOptions },
  command: Command,
): Promise<readonly ChangeRequest[]> {
  const { from, clearEmpty = false, encoding } = how.options
  if ((names.length === 0) === (from === undefined)) {
    throw new CliError('Name a device, or a file with --from, but not both.', {
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
    throw new CliError('Give the changes in the file or as options, not both.')
  }
  const { requests, ignored } = await readChangeFile(from, { ...how, clearEmpty, encoding })
  if (ignored.length > 0) outputOf(command).say(`Columns not used: ${ignored.join(', ')}.`)
  return requests
}
