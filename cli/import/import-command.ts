/** `taxiway import`: device CSVs become registered devices, with a verdict per row. */
import { Command, InvalidArgumentError, Option } from 'commander'
import { findingCodes } from 'taxiway-device-csv'
import { collectFaultCodes } from '../../src/collect/archive-fault.ts'
import { withEncoding } from '../csv/encoding-option.ts'
import { withExamples } from '../examples.ts'
import { seconds } from '../seconds.ts'
import { withContextOption } from '../sign-in/current-context.ts'
import { stages } from './await-devices.ts'
import { importFiles } from './import-files.ts'
import type { ImportOptions } from './import-options.ts'
import { importListCommand } from './list/list-command.ts'

const defaultTimeoutSeconds = 1800

export function importCommand(): Command {
  const command = withEncoding(withContextOption(new Command('import')))
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
    'taxiway import devices.csv --encoding windows-1250':
      'a text from a Czech or Polish Windows, whose tags would be wrong otherwise',
    'taxiway import devices.csv --json > result.json': 'the verdicts as JSON',
    'taxiway import devices.csv --upsert': 'also change tags and users of devices that are there',
    'taxiway import devices.csv --watch assigned': 'until each device may be handed out',
    'taxiway import devices.csv --no-wait': 'send now, check the results later',
    'taxiway import --resume devices.csv.receipt.json':
      'check later, or continue after an interruption',
  })
}

function codesOf(value: string, before: readonly string[] = []): readonly string[] {
  const codes = value.split(',').filter((code) => code !== '')
  const unknown = codes.filter((code) => !isKnown(code))
  if (unknown.length > 0)
    throw new InvalidArgumentError(`There is no finding ${unknown.join(', ')}.`)
  return [...before, ...codes]
}

const collected: ReadonlySet<string> = new Set(collectFaultCodes)

const isKnown = (code: string): boolean => Object.hasOwn(findingCodes, code) || collected.has(code)
