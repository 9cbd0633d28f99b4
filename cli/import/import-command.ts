/** `taxiway import`: device CSVs become registered devices, with a verdict per row. */
import { Command } from 'commander'
import { withExamples } from '../examples.ts'
import { CliError } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { counted, type Output, outputOf } from '../output.ts'
import { seconds } from '../seconds.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { newReceipt, type Overrides, receiptPathFor } from './new-receipt.ts'
import { type InputFile, readFiles } from './read-files.ts'
import { filesToResume, receiptToResume } from './resume.ts'
import { type Run, runImport } from './run-import.ts'

type ImportOptions = {
  readonly resume?: string
  readonly receipt?: string
  readonly wait: boolean
  readonly groupTag?: string
  readonly assignedUser?: string
  readonly dryRun?: boolean
  readonly whatIf?: boolean
  readonly timeout: number
  readonly cleanUp?: boolean
}

const defaultTimeoutSeconds = 1800
const mostRemarks = 10

export function importCommand(): Command {
  const command = withContextOption(new Command('import'))
    .description(
      'Register the devices of CSV files and wait for a verdict per row.\n' +
        'All files are checked before anything is sent. A receipt file keeps track of every row,\n' +
        'so that an interrupted import can be taken up with --resume and no row is sent twice.',
    )
    .argument('[files...]', 'device CSV files; patterns such as *.csv are allowed')
    .option('--group-tag <tag>', 'group tag for every row, instead of the one in the file')
    .option('--assigned-user <upn>', 'assigned user for every row, instead of the one in the file')
    .option('--resume <receipt>', 'take up an interrupted import')
    .option('--receipt <file>', 'where to keep the receipt (default: <file>.receipt.json)')
    .option('--no-wait', 'send the rows and end without waiting for the verdicts')
    .option(
      '--timeout <seconds>',
      'how long to wait for the verdicts',
      seconds,
      defaultTimeoutSeconds,
    )
    .option('--clean-up', 'delete the import records of these rows on the server at the end')
    .option('--dry-run', 'check the files and show what would be sent')
    .option('--what-if', 'the same as --dry-run')
    .action(async (names: readonly string[], options: ImportOptions) => {
      process.exitCode = await importFiles(names, options, command)
    })
  return withExamples(command, {
    'taxiway import devices.csv': 'register the devices of a file',
    'taxiway import *.csv --group-tag Kiosk': 'several files, all with one group tag',
    'taxiway import devices.csv --json > result.json': 'the verdicts as JSON',
    'taxiway import devices.csv --no-wait': 'send now, look later',
    'taxiway import --resume devices.csv.receipt.json':
      'look later, or go on after an interruption',
  })
}

async function importFiles(
  names: readonly string[],
  options: ImportOptions,
  command: Command,
): Promise<number> {
  const output = outputOf(command)
  if ((names.length === 0) === (options.resume === undefined)) {
    throw new CliError(
      'Name the device CSV files to import, or a receipt to --resume; one of the two.',
      {
        cure: 'See: taxiway import --help',
      },
    )
  }
  if (options.resume !== undefined) return resumeImport(options.resume, options, command)

  const files = await readFiles(names)
  sayRemarks(output, files)
  if (options.dryRun === true || options.whatIf === true) return showOnly(output, files, options)
  const context = await contextFor(command)
  const receiptPath = await receiptPathFor(files[0]?.file ?? '', options.receipt)
  const receipt = newReceipt(files, context, overridesOf(options))
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

function runOf({ wait, cleanUp, timeout }: ImportOptions): Pick<Run, 'wait' | 'cleanUp' | 'until'> {
  return { wait, cleanUp: cleanUp === true, until: performance.now() + timeout * 1000 }
}

function overridesOf({ groupTag, assignedUser }: ImportOptions): Overrides {
  return {
    ...(groupTag === undefined ? {} : { groupTag }),
    ...(assignedUser === undefined ? {} : { assignedUser }),
  }
}

function showOnly(output: Output, files: readonly InputFile[], options: ImportOptions): number {
  const rows = files.flatMap(({ file, rows: own }) =>
    own.map(({ line, serialNumber, groupTag, assignedUser }) => ({
      file,
      line,
      serialNumber,
      groupTag: options.groupTag ?? groupTag,
      assignedUser: options.assignedUser ?? assignedUser,
    })),
  )
  output.rows(rows, [
    { key: 'file', title: 'File' },
    { key: 'line', title: 'Line' },
    { key: 'serialNumber', title: 'Serial number' },
    { key: 'groupTag', title: 'Group tag' },
    { key: 'assignedUser', title: 'Assigned user' },
  ])
  output.say(`${counted(rows.length, 'row')} would be sent; nothing was.`)
  return 0
}

function sayRemarks(output: Output, files: readonly InputFile[]): void {
  const remarks = files.flatMap((each) => each.remarks)
  for (const remark of remarks.slice(0, mostRemarks)) output.say(remark)
  if (remarks.length > mostRemarks) {
    output.say(`… and ${remarks.length - mostRemarks} more: taxiway csv check <file>`)
  }
}
