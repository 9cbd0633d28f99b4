/** `taxiway csv split`: one file as several that are small enough to import. */
import { mkdir } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { Command } from 'commander'
import { type DeviceRow, mergedRows, planMerge, shapeOfPlan } from 'taxiway-device-csv'
import { refuses } from '../context/unwritable.ts'
import { withExamples } from '../examples.ts'
import { type Output, outputOf } from '../terminal/output.ts'
import { wholeNumber } from '../whole-number.ts'
import { type EncodingOption, withEncoding } from './encoding-option.ts'
import { type Input, keep, noDeviceRow, sourceOf } from './inputs.ts'
import { lossesOf, sayLosses } from './loss-report.ts'
import { withWriting } from './options.ts'
import { RowFile, type RowFileOptions } from './row-file.ts'
import { oneTable } from './tables.ts'

type Options = EncodingOption & {
  readonly size: number
  readonly to?: string
  readonly force?: boolean
  readonly dryRun?: boolean
}

export function splitCommand(): Command {
  const command = new Command('split')
    .summary('split a file into parts of at most 500 rows')
    .description(
      'Write parts named <name>-0001.csv, <name>-0002.csv …; rows keep their order, so merging the parts restores the file.',
    )
    .argument('<file>', 'the file to divide, or - for standard input')
    .option('--size <rows>', 'rows per part', wholeNumber, 500)
    .action(async (word: string, options: Options, self: Command) => {
      const input = await oneTable(word, outputOf(self), options)
      await split(await keep(input), options, outputOf(self))
    })
  return withExamples(
    withEncoding(
      withWriting(command, 'where the parts go; beside the file when not given', 'folder'),
    ),
    {
      'taxiway csv split all.csv': 'all-0001.csv, all-0002.csv … with 500 rows each',
      'taxiway csv split all.csv --size 1000 --to parts':
        'larger parts, for Partner Center, in a folder',
    },
  )
}

async function split(input: Input, options: Options, output: Output): Promise<void> {
  const sources = [sourceOf(input)]
  const plan = await planMerge(sources)
  const shape = shapeOfPlan(plan)
  if (plan.rows === 0 || shape === null) throw noDeviceRow(input)
  const parts = new Parts(input, options, { ...shape, ansi: plan.ansi })
  try {
    for await (const { row, part, first } of numbered(
      mergedRows(sources, { ...plan, dropped: new Set() }),
      options.size,
    )) {
      if (first) await parts.begin(part)
      await parts.write(row)
    }
    await parts.end()
  } catch (error) {
    await parts.discard()
    throw error
  }
  const losses = lossesOf(plan, [input.path], shape.columns)
  sayLosses(losses, output)
  if (output.format === 'json')
    output.json({ parts: parts.written, rows: plan.rows, leftOut: losses })
  else
    output.rows(parts.written, [
      { key: 'path', title: 'File' },
      { key: 'rows', title: 'Rows' },
    ])
}

/** The parts in order, one open at a time. */
class Parts {
  readonly written: { readonly path: string; rows: number }[] = []
  readonly #input: Input
  readonly #options: Options
  readonly #shape: Pick<RowFileOptions, 'format' | 'columns' | 'ansi'>
  #file: RowFile | undefined

  constructor(
    input: Input,
    options: Options,
    shape: Pick<RowFileOptions, 'format' | 'columns' | 'ansi'>,
  ) {
    this.#input = input
    this.#options = options
    this.#shape = shape
  }

  async begin(part: number): Promise<void> {
    await this.end()
    const path = partPath(this.#input.path, this.#options.to, part)
    this.written.push({ path, rows: 0 })
    if (this.#options.dryRun === true) return
    const force = this.#options.force === true
    await mkdir(dirname(path), { recursive: true }).catch(refuses(path))
    this.#file = await RowFile.create(path, { ...this.#shape, inputs: [this.#input.file], force })
  }

  async write(row: DeviceRow): Promise<void> {
    await this.#file?.write(row)
    const last = this.written.at(-1)
    if (last !== undefined) last.rows++
  }

  async end(): Promise<void> {
    await this.#file?.commit()
    this.#file = undefined
  }

  async discard(): Promise<void> {
    await this.#file?.discard()
  }
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
