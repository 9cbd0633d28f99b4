/** The options that several `csv` commands share. */
import { readFile } from 'node:fs/promises'
import { type Command, Option } from 'commander'
import { type Profile, readUserNames } from 'taxiway-device-csv'
import { unreadable } from '../context/unreadable.ts'
import { CliError } from '../exit.ts'
import type { Output } from '../terminal/output.ts'
import { type Progress, startProgress } from '../terminal/progress.ts'
import type { Input } from './inputs.ts'

export type JudgeOptions = { readonly for: Profile; readonly users?: string }

export function withJudging(command: Command): Command {
  const profile = new Option('--for <rules>', 'whose rules to apply')
    .choices(['intune', 'intune-lenient', 'partner-center', 'store-for-business', 'm365-business'])
    .default('intune')
  return command
    .addOption(profile)
    .option('--users <file>', 'a list or export of existing users, to check assigned users against')
}

export function withWriting(command: Command, what: string, place = 'file'): Command {
  return command
    .option(`--to <${place}>`, what)
    .option('--force', 'replace the output file if it exists')
    .addOption(new Option('--dry-run', 'say what would be done and write nothing'))
    .addOption(new Option('--what-if', 'the same as --dry-run').implies({ dryRun: true }))
}

export async function usersFrom(
  path: string | undefined,
): Promise<ReadonlySet<string> | undefined> {
  if (path === undefined) return undefined
  const bytes = await readFile(path).catch((cause: Error) => {
    throw unreadable(path, cause)
  })
  const names = readUserNames(bytes)
  if (names.size > 0) return names
  throw new CliError(`${path} contains no user names.`, {
    hint: 'Export the users with their userPrincipalName column.',
  })
}

const quietBelow = 8_000_000

/** Progress by megabytes over all inputs; nothing for what is done at once. */
export function progressOver(
  inputs: readonly Input[],
  title: string,
  output: Output,
): Progress & { add(bytes: number): void } {
  const size = inputs.reduce((sum, input) => sum + input.size, 0)
  const shown: Progress =
    size < quietBelow
      ? { update: () => undefined, stop: () => undefined }
      : startProgress({ title: `${title}, MB`, total: Math.ceil(size / 1e6) }, output)
  let done = 0
  return {
    ...shown,
    add: (bytes) => {
      done += bytes
      shown.update(Math.floor(done / 1e6))
    },
  }
}

/** A report as JSON and a file cannot share standard output. */
export function refuseMixedOutput(to: string, output: Output): void {
  if (to !== '-' || output.format !== 'json') return
  throw new CliError('The report and the file cannot both go to standard output.', {
    hint: 'Name a file with --to.',
  })
}
