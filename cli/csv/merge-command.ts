/** `taxiway csv merge`: many files become one; rows of the same device are listed, and resolved only on request. */
import { Command, Option } from 'commander'
import {
  type Column,
  columnsOfPlan,
  type MergePlan,
  mergedRows,
  planMerge,
  shapeOfPlan,
} from 'taxiway-device-csv'
import { withExamples } from '../examples.ts'
import { CliError, exitCodes } from '../exit.ts'
import { counted, type Output, outputOf } from '../terminal/output.ts'
import { type EncodingOption, withEncoding } from './encoding-option.ts'
import { type Input, keep, noDeviceRow, refuseUnknown, sourceOf } from './inputs.ts'
import { lossesOf, sayLosses } from './loss-report.ts'
import { refuseMixedOutput, withWriting } from './options.ts'
import { RowFile, type RowFileOptions } from './row-file.ts'
import { findTables } from './tables.ts'

type Options = EncodingOption & {
  readonly for?: 'intune' | 'partner-center'
  readonly newest?: boolean
  readonly to?: string
  readonly force?: boolean
  readonly dryRun?: boolean
}

export function mergeCommand(): Command {
  const command = new Command('merge')
    .summary('merge many files into one')
    .description(
      'Merge files, folders of one-device files and patterns into one file; identical rows are written once.',
    )
    .argument('<files...>', 'files, folders, patterns, or - for standard input')
    .option(
      '--newest',
      'of several captures of one device, keep the newest, by the time inside the hash',
    )
    .addOption(
      new Option(
        '--for <rules>',
        'the target service; inferred from the files when omitted',
      ).choices(['intune', 'partner-center']),
    )
    .action(async (words: string[], options: Options, self: Command) => {
      const found = await findTables(words, outputOf(self), options)
      const inputs = await Promise.all(found.map(keep))
      await merge(inputs, options, outputOf(self))
    })
  const writing = withWriting(command, 'the new file; standard output when not given')
  return withExamples(withEncoding(writing), {
    'taxiway csv merge captures/ --to all.csv': 'every CSV file below a folder',
    'taxiway csv merge *.csv --newest --to all.csv': 'keep the newer capture of repeated devices',
  })
}

async function merge(inputs: readonly Input[], options: Options, output: Output): Promise<void> {
  const to = options.to ?? '-'
  if (options.dryRun !== true) refuseMixedOutput(to, output)
  const sources = inputs.map(sourceOf)
  const plan = await planMerge(sources, { newest: options.newest === true })
  if (plan.rows === 0) throw noDeviceRow(...inputs)
  refuseUnknown(plan.kinds, inputs)
  const shape = shapeOf(plan, options.for)
  if (options.dryRun !== true) {
    const file = await RowFile.create(to, {
      ...shape,
      inputs: inputs.map(({ file }) => file),
      force: options.force === true,
    })
    try {
      for await (const row of mergedRows(sources, plan)) await file.write(row)
      await file.commit()
    } catch (error) {
      await file.discard()
      throw error
    }
  }
  print(plan, { inputs, to: options.dryRun ? null : to, columns: shape.columns }, output)
}

function shapeOf(
  plan: MergePlan,
  wanted: Options['for'],
): Pick<RowFileOptions, 'format' | 'columns' | 'ansi'> {
  const shape = shapeOfPlan(plan)
  if (shape === null) {
    throw new CliError('These files cannot be merged: they are of different kinds.', {
      hint: 'Merge each kind separately, or convert hashes to identifiers first with `taxiway csv convert`.',
    })
  }
  if (wanted === undefined || shape.format === 'corporate-identifiers')
    return { ...shape, ansi: plan.ansi }
  if (wanted === 'partner-center' && (plan.hasGroupTag || plan.hasUser)) {
    throw new CliError('A Partner Center file has no columns for group tags and users.', {
      exitCode: exitCodes.findings,
      hint: 'Merge into a file for Intune, which keeps them: --for intune',
    })
  }
  return { format: wanted, columns: columnsOfPlan(plan, wanted), ansi: plan.ansi }
}

function print(
  plan: MergePlan,
  at: { inputs: readonly Input[]; to: string | null; columns: readonly Column[] },
  output: Output,
): void {
  const { rows, repeated, conflicts, empty, dropped } = plan
  const written = rows - dropped.size
  const open = conflicts.filter(({ kept }) => kept === null).length
  if (open > 0) process.exitCode = exitCodes.findings
  const losses = lossesOf(
    plan,
    at.inputs.map(({ path }) => path),
    at.columns,
  )
  if (output.format === 'json') {
    output.json({
      output: at.to,
      files: at.inputs.length,
      rows: { read: rows, written, repeated },
      conflicts,
      emptyFiles: empty,
      leftOut: losses,
    })
    return
  }
  for (const { serialNumber, places, kept } of conflicts) {
    const where = places.map(
      ({ file, line, captured }, i) =>
        `${file}:${line} (${captured ?? 'no time'})${i === kept ? ' kept' : ''}`,
    )
    output.say(
      `${serialNumber || 'a device without serial number'} is there ${places.length} times: ${where.join(', ')}`,
    )
  }
  sayLosses(losses, output)
  for (const name of empty) output.say(`${name}: no device row`)
  output.say(
    `${written} of ${counted(rows, 'row')} from ${counted(at.inputs.length, 'file')} written; ${counted(repeated, 'repetition')} dropped.`,
  )
  if (open > 0)
    output.warn(
      `${counted(open, 'device')} in more than one row. All of these rows were kept; use --newest to keep only the newest.`,
    )
}
