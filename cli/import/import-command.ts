/** `taxiway import`: device CSVs become registered devices, with a verdict per row. */
import { Command, InvalidArgumentError, Option } from 'commander'
import { findingCodes } from 'taxiway-device-csv'
import { askToConfirm } from '../confirm.ts'
import type { Context } from '../context-file.ts'
import { faultsOf } from '../devices/change/change-request.ts'
import { withExamples } from '../examples.ts'
import { CliError, exitCodes } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { counted, type Output, outputOf } from '../output.ts'
import { seconds } from '../seconds.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { type Stage, stages } from './await-devices.ts'
import { showFiles, showOpenRows } from './dry-run.ts'
import { importListCommand } from './list-command.ts'
import { newReceipt, type Overrides, receiptPathFor } from './new-receipt.ts'
import { sayPlan } from './plan.ts'
import { type InputFile, readFiles } from './read-files.ts'
import { filesToResume, openReceipt, receiptToResume } from './resume.ts'
import { type Run, runImport } from './run-import.ts'
import { saveRows } from './save-rows.ts'

type ImportOptions = {
  readonly resume?: string
  readonly receipt?: string
  readonly wait: boolean
  readonly groupTag?: string
  readonly assignedUser?: string
  readonly dryRun?: boolean
  readonly timeout: number
  readonly cleanUp?: boolean
  readonly upsert?: boolean
  readonly watch: Stage
  readonly accept?: readonly string[]
  readonly save?: string
  readonly force?: boolean
  readonly yes?: boolean
}

const defaultTimeoutSeconds = 1800
const maxRemarks = 4

export function importCommand(): Command {
  const command = withContextOption(new Command('import'))
    .description(
      'Register devices from files and wait for a result per row. Reads CSV in any common form, spreadsheets,\n' +
        'archives, reports, JSON, and folders of these. Everything is checked before anything is sent. A receipt file\n' +
        'tracks every row, so that an interrupted import can be continued with --resume and no row is sent twice.',
    )
    .argument('[files...]', 'files, folders, or patterns such as *.csv')
    .option('--group-tag <tag>', 'group tag for every row, overriding the file')
    .option('--assigned-user <upn>', 'assigned user for every row, overriding the file')
    .option('--resume <receipt>', 'continue an interrupted import')
    .option('--receipt <file>', 'where to keep the receipt (default: <file>.receipt.json)')
    .option('--no-wait', 'send the rows and exit without waiting for the results')
    .option(
      '--timeout <seconds>',
      'how long to wait for the results',
      seconds,
      defaultTimeoutSeconds,
    )
    .addOption(
      new Option(
        '--accept <codes...>',
        'findings to ignore; rows with uncertain values are then left out',
      ).argParser(codesOf),
    )
    .option('--save <file>', 'also write the repaired rows to a device CSV')
    .option('--force', 'replace the file of --save if it exists')
    .option('-y, --yes', 'do not ask for confirmation before sending')
    .option('--upsert', 'give devices that are registered already the tags and users of the file')
    .addOption(
      new Option(
        '--watch <stage>',
        'wait until the devices are registered, visible, or have a profile',
      )
        .choices(stages)
        .default('registered'),
    )
    .addOption(
      new Option('--profile-ready', 'the same as --watch assigned').implies({ watch: 'assigned' }),
    )
    .option('--clean-up', 'finally delete the import records of these rows on the server')
    .option('--dry-run', 'show what would be sent from the files or the receipt, and send nothing')
    .addOption(new Option('--what-if', 'the same as --dry-run').implies({ dryRun: true }))
    .action(async (names: readonly string[], options: ImportOptions) => {
      process.exitCode = await importFiles(names, options, command)
    })
  command.addCommand(importListCommand())
  return withExamples(command, {
    'taxiway import list --failed --since 7d': 'what was refused in the last week',
    'taxiway import devices.csv': 'register the devices of a file',
    'taxiway import *.csv --group-tag Kiosk': 'several files, all with one group tag',
    'taxiway import devices.csv --json > result.json': 'the verdicts as JSON',
    'taxiway import devices.csv --upsert': 'also change tags and users of devices that are there',
    'taxiway import devices.csv --watch assigned': 'until each device may be handed out',
    'taxiway import devices.csv --no-wait': 'send now, check the results later',
    'taxiway import --resume devices.csv.receipt.json':
      'check later, or continue after an interruption',
  })
}

async function importFiles(
  names: readonly string[],
  options: ImportOptions,
  command: Command,
): Promise<number> {
  const output = outputOf(command)
  if ((names.length === 0) === (options.resume === undefined)) {
    throw new CliError('Name the files to import, or a receipt to --resume, but not both.', {
      hint: 'See: taxiway import --help',
    })
  }
  if (options.resume !== undefined) return resumeImport(options.resume, options, command)
  const overrides = overridesOf(options)

  const files = await readFiles(names, {
    accepted: new Set(options.accept),
    replaced: replacedBy(overrides),
  })
  sayRemarks(output, files)
  sayPlan(output, files, overrides)
  if (options.dryRun === true) {
    showFiles(output, files, overrides)
    return exitCodes.ok
  }
  if (options.save !== undefined) await saveRows(options.save, files, options.force === true)
  const context = await contextFor(command)
  if (process.stdin.isTTY === true && hasDoubt(files))
    await askToConfirm(questionFor(files, context), { yes: options.yes === true })
  const receiptPath = await receiptPathFor(files[0]?.file ?? '', options.receipt)
  const receipt = newReceipt(files, context, overrides)
  return runImport({
    ...runOf(options),
    graph: connect(context, options.timeout),
    output,
    receipt,
    receiptPath,
    files,
  })
}

async function resumeImport(
  path: string,
  options: ImportOptions,
  command: Command,
): Promise<number> {
  refuseWithResume(options)
  if (options.dryRun === true) {
    showOpenRows(outputOf(command), await openReceipt(path))
    return exitCodes.ok
  }
  const context = await contextFor(command)
  const receipt = await receiptToResume(path, context)
  const files = await filesToResume(receipt)
  const graph = connect(context, options.timeout)
  return runImport({
    ...runOf(options),
    graph,
    output: outputOf(command),
    receipt,
    receiptPath: path,
    files,
  })
}

/** These are part of the receipt, and rows of one import are not to differ by when they were sent. */
function refuseWithResume({ groupTag, assignedUser, receipt }: ImportOptions): void {
  const given = Object.entries({
    '--group-tag': groupTag,
    '--assigned-user': assignedUser,
    '--receipt': receipt,
  }).filter(([, value]) => value !== undefined)
  if (given.length === 0) return
  throw new CliError(
    `${given.map(([name]) => name).join(' and ')} cannot be given with --resume.`,
    { hint: 'The receipt records the options that the import started with.' },
  )
}

type Following = Pick<Run, 'wait' | 'upsert' | 'stage' | 'cleanUp' | 'until'>

function runOf({ wait, upsert, watch, cleanUp, timeout }: ImportOptions): Following {
  if (!wait && (upsert === true || watch !== 'registered'))
    throw new CliError('--no-wait cannot be given with --upsert or --watch.', {
      hint: 'Without verdicts nobody knows which devices were registered already.',
    })
  return {
    wait,
    upsert: upsert === true,
    stage: watch,
    cleanUp: cleanUp === true,
    until: performance.now() + timeout * 1000,
  }
}

function overridesOf({ groupTag, assignedUser }: ImportOptions): Overrides {
  const overrides = {
    ...(groupTag === undefined ? {} : { groupTag }),
    ...(assignedUser === undefined ? {} : { assignedUser }),
  }
  const faults = faultsOf({
    ...(groupTag === undefined ? {} : { groupTag }),
    ...(assignedUser === undefined ? {} : { userPrincipalName: assignedUser }),
  })
  if (faults.length === 0) return overrides
  throw new CliError(`Nothing was sent: ${faults.join('; ')}.`, { exitCode: exitCodes.findings })
}

function replacedBy({
  groupTag,
  assignedUser,
}: Overrides): ReadonlySet<'groupTag' | 'assignedUser'> {
  const replaced = new Set<'groupTag' | 'assignedUser'>()
  if (groupTag !== undefined) replaced.add('groupTag')
  if (assignedUser !== undefined) replaced.add('assignedUser')
  return replaced
}

function codesOf(value: string, before: readonly string[] = []): readonly string[] {
  const codes = value.split(',').filter((code) => code !== '')
  const unknown = codes.filter((code) => !Object.hasOwn(findingCodes, code))
  if (unknown.length > 0)
    throw new InvalidArgumentError(`There is no finding ${unknown.join(', ')}.`)
  return [...before, ...codes]
}

function questionFor(files: readonly InputFile[], { graph, tenant }: Context): string {
  const rows = files.reduce((sum, each) => sum + each.rows.length, 0)
  return `Send ${counted(rows, 'row')} to ${new URL(graph).host}, tenant ${tenant}?`
}

/** A file in order is sent without a question. */
function hasDoubt(files: readonly InputFile[]): boolean {
  return files.some(({ remarks, leftOut }) => remarks.length + leftOut.length > 0)
}

function sayRemarks(output: Output, files: readonly InputFile[]): void {
  const same = Map.groupBy(
    files.flatMap((each) => each.remarks),
    (remark) => remark.slice(remark.indexOf(': ')),
  )
  const remarks = [...same.values()].map(([first = '', ...more]) =>
    more.length === 0 ? first : `${first} The same of ${counted(more.length, 'other file')}.`,
  )
  for (const remark of remarks.slice(0, maxRemarks)) output.say(remark)
  if (remarks.length > maxRemarks) {
    output.say(`… and ${remarks.length - maxRemarks} more: taxiway csv check <file>`)
  }
}
