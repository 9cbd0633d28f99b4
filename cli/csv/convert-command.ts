/** `taxiway csv convert`: a file of one kind as a file of another. */
import { Command, Option } from 'commander'
import {
  type ConvertTarget,
  columnsOfPlan,
  convertRow,
  type DeviceRow,
  mergedRows,
  planMerge,
} from 'taxiway-device-csv'
import { withExamples } from '../examples.ts'
import { exitCodes } from '../exit.ts'
import { counted, type Output, outputOf } from '../terminal/output.ts'
import { besides } from './beside.ts'
import { type EncodingOption, withEncoding } from './encoding-option.ts'
import { type Input, keep, noDeviceRow, refuseUnknown, sourceOf } from './inputs.ts'
import { type Losses, lossesOf, sayLosses } from './loss-report.ts'
import { refuseMixedOutput, withWriting } from './options.ts'
import { RowFile } from './row-file.ts'
import { oneTable } from './tables.ts'

type Options = EncodingOption & {
  readonly as: ConvertTarget
  readonly to?: string
  readonly force?: boolean
  readonly dryRun?: boolean
}

export type Summary = {
  readonly output: string | null
  readonly rows: { read: number; written: number; refused: number; simplified: number }
  readonly refused: { line: number; serialNumber: string; code: string }[]
  leftOut: Losses
}

export function convertCommand(): Command {
  const command = new Command('convert')
    .summary('convert a file to another kind')
    .description(
      'Columns that the target needs and the file lacks are filled in from the hardware hashes.',
    )
    .argument('<file>', 'the file to convert, or - for standard input')
    .addOption(
      new Option('--as <kind>', 'the kind of file to write')
        .choices(['intune', 'partner-center', 'corporate-identifiers'])
        .makeOptionMandatory(),
    )
    .action(async (word: string, options: Options, self: Command) => {
      const input = await oneTable(word, outputOf(self), options)
      await convert(await keep(input), options, outputOf(self))
    })
  return withExamples(
    withEncoding(
      withWriting(command, 'the new file; <name>.<kind>.csv when not given, - for standard output'),
    ),
    {
      'taxiway csv convert devices.csv --as corporate-identifiers':
        'manufacturer, model and serial number from the hashes',
      'taxiway csv convert devices.csv --as partner-center': 'a file for Partner Center',
    },
  )
}

async function convert(input: Input, options: Options, output: Output): Promise<void> {
  const to = options.to ?? besides(input.path, options.as)
  refuseMixedOutput(to, output)
  const sources = [sourceOf(input)]
  const plan = await planMerge(sources)
  if (plan.rows === 0) throw noDeviceRow(input)
  refuseUnknown(plan.kinds, [input])
  const summary: Summary = {
    output: options.dryRun ? null : to,
    rows: { read: plan.rows, written: 0, refused: 0, simplified: 0 },
    refused: [],
    leftOut: { lines: [], lineCount: 0, columns: [] },
  }
  const shape = { format: options.as, columns: columnsOfPlan(plan, options.as), ansi: plan.ansi }
  const file = options.dryRun
    ? undefined
    : await RowFile.create(to, { ...shape, inputs: [input.file], force: options.force === true })
  try {
    for await (const row of mergedRows(sources, { ...plan, dropped: new Set() })) {
      const converted = convertedRow(row, options.as, summary)
      if (converted !== undefined) await file?.write(converted)
    }
    await file?.commit()
  } catch (error) {
    await file?.discard()
    throw error
  }
  summary.leftOut = lossesOf(plan, [input.path], shape.columns)
  print(summary, output)
}

function convertedRow(
  row: DeviceRow,
  as: ConvertTarget,
  { rows, refused }: Summary,
): DeviceRow | undefined {
  const result = convertRow(row, as)
  if (!result.ok) {
    rows.refused++
    if (refused.length < 1000)
      refused.push({ line: row.line, serialNumber: row.serialNumber, code: result.code })
    return undefined
  }
  rows.written++
  if (result.simplified) rows.simplified++
  return result.row
}

function print(summary: Summary, output: Output): void {
  sayLosses(summary.leftOut, output)
  if (summary.rows.refused > 0) process.exitCode = exitCodes.findings
  if (output.format === 'json') {
    output.json(summary)
    return
  }
  for (const { line, serialNumber, code } of summary.refused)
    output.say(`line ${line}: ${serialNumber}: left out: ${code}`)
  const { written, read, simplified } = summary.rows
  output.say(
    `${written} of ${counted(read, 'row')} written${summary.output === null ? '' : ` to ${summary.output}`}.`,
  )
  if (simplified > 0)
    output.say(
      `${counted(simplified, 'identifier')} lost periods or commas, which are not allowed there.`,
    )
}
