/** `taxiway csv split`: one file as several that are small enough to import. */
import { basename, dirname, extname, join } from 'node:path'
import { Command } from 'commander'
import {
  columnsFor,
  type DeviceRow,
  type FileKind,
  type MergePlan,
  mergedRows,
  planMerge,
} from '../../src/device-csv/index.ts'
import { withExamples } from '../examples.ts'
import { CliError } from '../exit.ts'
import { type Output, outputOf } from '../output.ts'
import { wholeNumber } from './check-command.ts'
import { findInputs, type Input, keep } from './inputs.ts'
import { RowFile, type RowFileOptions } from './row-file.ts'

type Options = {
  readonly size: number
  readonly to?: string
  readonly force?: boolean
  readonly dryRun?: boolean
  readonly whatIf?: boolean
}

export function splitCommand(): Command {
  const command = new Command('split')
    .summary('divide a file into parts of at most 500 rows')
    .description(
      'Writes parts named <name>-0001.csv, <name>-0002.csv …; the rows keep their order, so merging them gives them back.',
    )
    .argument('<file>', 'the file to divide, or - for standard input')
    .option('--size <rows>', 'rows per part', wholeNumber, 500)
    .option('--to <folder>', 'where to write the parts; beside the file when not given')
    .option('--force', 'replace parts that exist')
    .option('--dry-run', 'say what would be done and write nothing')
    .option('--what-if', 'the same as --dry-run')
    .action(async (word: string, options: Options, self: Command) => {
      const [input, another] = await findInputs([word])
      if (input === undefined || another !== undefined) throw new CliError('Give one file.')
      await split(await keep(input), options, outputOf(self))
    })
  return withExamples(command, {
    'taxiway csv split all.csv': 'all-0001.csv, all-0002.csv … with 500 rows each',
    'taxiway csv split all.csv --size 1000 --to parts':
      'larger parts, for Partner Center, in a folder',
  })
}

async function split(input: Input, options: Options, output: Output): Promise<void> {
  const sources = [{ name: input.path, open: input.open }]
  const plan = await planMerge(sources)
  if (plan.rows === 0) throw new CliError(`${input.path} has no device row.`)
  const everything = { ...plan, dropped: new Set<number>() }
  const shape = shapeOf(plan)
  const dry = options.dryRun === true || options.whatIf === true
  const parts: { path: string; rows: number }[] = []
  let file: RowFile | undefined
  try {
    for await (const { row, part, first } of numbered(
      mergedRows(sources, everything),
      options.size,
    )) {
      if (first) {
        await file?.commit()
        const path = partPath(input.path, options.to, part)
        parts.push({ path, rows: 0 })
        file = dry
          ? undefined
          : await RowFile.create(path, {
              ...shape,
              inputs: [input.path],
              force: options.force === true,
            })
      }
      await file?.write(row)
      const last = parts.at(-1)
      if (last !== undefined) last.rows++
    }
    await file?.commit()
  } catch (error) {
    await file?.discard()
    throw error
  }
  if (output.format === 'json') output.json({ parts, rows: plan.rows })
  else
    output.rows(parts, [
      { key: 'path', title: 'File' },
      { key: 'rows', title: 'Rows' },
    ])
}

async function* numbered(rows: AsyncIterable<DeviceRow>, size: number) {
  let count = 0
  for await (const row of rows) {
    yield { row, part: Math.floor(count / size) + 1, first: count % size === 0 }
    count++
  }
}

/** Four digits, so that the names sort in the order of the rows up to five million of them. */
function partPath(path: string, folder: string | undefined, part: number): string {
  const name = path === '-' ? 'devices' : basename(path, extname(path))
  return join(
    folder ?? (path === '-' ? '.' : dirname(path)),
    `${name}-${String(part).padStart(4, '0')}.csv`,
  )
}

const partnerKinds: ReadonlySet<FileKind> = new Set(['partner-center'])

function shapeOf(plan: MergePlan): Pick<RowFileOptions, 'format' | 'columns' | 'ansi'> {
  const [kind = 'intune'] = plan.kinds
  if (kind === 'corporate-identifiers')
    return { format: kind, columns: columnsFor([], kind), ansi: plan.ansi }
  if (partnerKinds.has(kind))
    return { format: 'partner-center', columns: columnsFor([], 'partner-center'), ansi: plan.ansi }
  const sample = {
    line: 0,
    serialNumber: '',
    productKey: '',
    hardwareHash: '',
    groupTag: plan.hasGroupTag ? 'x' : '',
    assignedUser: plan.hasUser ? 'x' : '',
  }
  return { format: 'intune', columns: columnsFor([sample], 'intune'), ansi: plan.ansi }
}
