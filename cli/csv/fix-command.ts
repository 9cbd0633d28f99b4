/** `taxiway csv fix`: a repaired copy beside the input, with a list of what was changed and proof of the rest. */
import { Command } from 'commander'
import { DeviceCsvFixer, type FixReport, needsAllColumns } from 'taxiway-device-csv'
import { withExamples } from '../examples.ts'
import { CliError, exitCodes } from '../exit.ts'
import { type Output, outputOf } from '../terminal/output.ts'
import { besides } from './beside.ts'
import { DraftFile } from './draft-file.ts'
import { type EncodingOption, withEncoding } from './encoding-option.ts'
import { FixNotes } from './fix-notes.ts'
import { type FixSummary, printFix } from './fix-report.ts'
import type { Input } from './inputs.ts'
import { LeftRows } from './left-rows.ts'
import {
  type JudgeOptions,
  progressOver,
  refuseMixedOutput,
  usersFrom,
  withJudging,
  withWriting,
} from './options.ts'
import { oneTable } from './tables.ts'

type Options = JudgeOptions &
  EncodingOption & {
    readonly to?: string
    readonly rejects?: string
    readonly force?: boolean
    readonly dryRun?: boolean
  }

export function fixCommand(): Command {
  const command = new Command('fix')
    .summary('write a repaired copy of a file')
    .description(
      'Repair what can be repaired without guessing and write a new file; the input is never changed.\n' +
        'Rows that the strict format cannot represent go to a second file, unchanged.',
    )
    .argument('<file>', 'the file to repair, or - for standard input')
    .option(
      '--rejects <file>',
      'write rows that still have errors to this file instead of the output',
    )
    .action(async (word: string, options: Options, self: Command) => {
      const input = await oneTable(word, outputOf(self), options)
      await fix(input, options, outputOf(self))
    })
  return withExamples(
    withEncoding(
      withJudging(
        withWriting(
          command,
          'the new file; <name>.fixed.csv when not given, - for standard output',
        ),
      ),
    ),
    {
      'taxiway csv fix devices.csv': 'write devices.fixed.csv',
      'taxiway csv fix devices.csv --rejects bad.csv':
        'put rows that still have errors into bad.csv',
      'taxiway csv fix devices.csv --what-if': 'only list what would be changed',
    },
  )
}

type Run = { readonly input: Input; readonly options: Options; readonly output: Output }

async function fix(input: Input, options: Options, output: Output): Promise<void> {
  const run = { input, options, output }
  if (await attempt(run, false)) await attempt(run, true)
}

/** True: nothing was written, since only with all columns no row is left out. */
async function attempt({ input, options, output }: Run, allColumns: boolean): Promise<boolean> {
  const to = options.to ?? besides(input.path, 'fixed')
  refuseMixedOutput(to, output)
  const where = {
    input: input.file,
    force: options.force === true,
    dryRun: options.dryRun === true,
  }
  const left = new LeftRows(
    options.rejects ?? besides(to === '-' ? input.path : to, 'rejected'),
    where,
  )
  const notes = new FixNotes(left)
  const users = await usersFrom(options.users)
  const fixer = new DeviceCsvFixer({
    ...notes.listeners,
    profile: options.for,
    fileName: input.path,
    isMade: input.isMade,
    ...(input.encoding && { encoding: input.encoding }),
    onlyGood: options.rejects !== undefined,
    allColumns,
    ...(users && { users }),
  })
  const draft = where.dryRun
    ? undefined
    : await DraftFile.create(to, { inputs: [input.file], force: where.force })
  const progress = progressOver([input], 'Repairing', output)
  try {
    for await (const chunk of input.open()) {
      const repaired = fixer.push(chunk)
      await draft?.write(repaired)
      await left.write(fixer.facts.header)
      progress.add(chunk.length)
    }
    const { bytes, report } = fixer.end()
    if (!allColumns && mayRepeat(input, to) && needsAllColumns(notes.summary.leftOut)) {
      await draft?.discard()
      await left.discard()
      return true
    }
    await draft?.write(bytes)
    await left.write(report.input.header)
    prove(report, input)
    await draft?.commit()
    await left.commit()
    say({ report, to: where.dryRun ? null : to, rejects: left.path, ...notes.summary }, output)
    return false
  } catch (error) {
    await draft?.discard()
    await left.discard()
    throw error
  } finally {
    progress.stop()
  }
}

/** What comes or goes through a pipe is read and written once. */
const mayRepeat = ({ isStream }: Input, to: string): boolean => !isStream && to !== '-'

function say(summary: FixSummary, output: Output): void {
  printFix(summary, output)
  if (summary.report.rowsLeftOut > 0 || summary.errors > 0) process.exitCode = exitCodes.findings
}

function prove(report: FixReport, input: Input): void {
  if (report.format === null) {
    throw new CliError(
      `${input.path} is not a list of devices that could be repaired (${report.input.kind}).`,
      {
        exitCode: exitCodes.findings,
        hint: `See what is wrong with it: taxiway csv check ${input.path}`,
      },
    )
  }
  if (!report.untouched.equal || !report.cells.complete)
    throw new Error('repairing changed a field that no repair named; nothing was written')
}
