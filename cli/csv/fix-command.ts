/** `taxiway csv fix`: a mended copy beside the input, with a list of what was changed and proof of the rest. */
import { basename, dirname, extname, join } from 'node:path'
import { Command } from 'commander'
import {
  DeviceCsvFixer,
  encodeText,
  type Finding,
  type FixChange,
  type FixReport,
  type LeftOut,
} from '../../src/device-csv/index.ts'
import { withExamples } from '../examples.ts'
import { CliError, exitCodes } from '../exit.ts'
import { type Output, outputOf } from '../output.ts'
import { DraftFile } from './draft-file.ts'
import { findInputs, type Input } from './inputs.ts'
import { type JudgeOptions, progressOver, usersFrom, withJudging, withWriting } from './options.ts'

type Options = JudgeOptions & {
  readonly to?: string
  readonly rejects?: string
  readonly force?: boolean
  readonly dryRun?: boolean
}

/** The report lists so many of each kind; the counts are exact. */
const listed = 1000

export function fixCommand(): Command {
  const command = new Command('fix')
    .summary('write a mended copy of a file')
    .description(
      'Mends what can be mended without guessing and writes a new file; the input is never touched.\n' +
        'Rows that the strict form cannot hold go to a second file, unchanged.',
    )
    .argument('<file>', 'the file to mend, or - for standard input')
    .option(
      '--rejects <file>',
      'write rows that still have errors there instead of into the output',
    )
    .action(async (word: string, options: Options, self: Command) => {
      const [input, another] = await findInputs([word])
      if (input === undefined || another !== undefined) throw new CliError('Give one file.')
      await fix(input, options, outputOf(self))
    })
  return withExamples(
    withJudging(
      withWriting(command, 'the new file; <name>.fixed.csv when not given, - for standard output'),
    ),
    {
      'taxiway csv fix devices.csv': 'write devices.fixed.csv',
      'taxiway csv fix devices.csv --rejects bad.csv':
        'put rows that still have errors into bad.csv',
      'taxiway csv fix devices.csv --what-if': 'only list what would be changed',
    },
  )
}

async function fix(input: Input, options: Options, output: Output): Promise<void> {
  const to = options.to ?? besides(input.path, 'fixed')
  const rejects = options.rejects ?? besides(to === '-' ? input.path : to, 'rejected')
  if (to === '-' && output.format === 'json')
    throw new CliError('The report and the file cannot both go to standard output.', {
      cure: 'Name a file with --to.',
    })
  const notes = {
    changes: [] as FixChange[],
    leftOut: [] as LeftOut[],
    remaining: [] as Finding[],
    errors: 0,
  }
  const users = await usersFrom(options.users)
  const left = new LeftRows(rejects, input, options)
  const fixer = new DeviceCsvFixer({
    profile: options.for,
    fileName: input.path,
    onlyGood: options.rejects !== undefined,
    ...(users && { users }),
    onChange: (change) => notes.changes.length < listed && notes.changes.push(change),
    onLeftOut: (row) => {
      left.add(row)
      if (notes.leftOut.length < listed) notes.leftOut.push(row)
    },
    onRemaining: (finding) => {
      if (finding.severity === 'error') notes.errors++
      if (notes.remaining.length < listed) notes.remaining.push(finding)
    },
  })
  const draft = options.dryRun
    ? undefined
    : await DraftFile.create(to, { inputs: [input.path], force: options.force === true })
  const progress = progressOver([input], 'Mending', output)
  try {
    for await (const chunk of input.open()) {
      await draft?.write(fixer.push(chunk))
      await left.write(fixer.facts.header)
      progress.add(chunk.length)
    }
    const { bytes, report } = fixer.end()
    await draft?.write(bytes)
    await left.write(report.input.header)
    prove(report, input)
    await draft?.commit()
    await left.commit()
    print({ report, to: draft === undefined ? null : to, rejects: left.path, ...notes }, output)
    if (report.rowsLeftOut > 0 || notes.errors > 0) process.exitCode = exitCodes.findings
  } catch (error) {
    await draft?.discard()
    await left.discard()
    throw error
  } finally {
    progress.stop()
  }
}

function prove(report: FixReport, input: Input): void {
  if (report.format === null) {
    throw new CliError(
      `${input.path} is no list of devices that could be mended (${report.input.kind}).`,
      {
        exitCode: exitCodes.findings,
        cure: `See what is wrong with it: taxiway csv check ${input.path}`,
      },
    )
  }
  if (!report.untouched.equal)
    throw new Error('mending changed a field that no repair named; nothing was written')
}

/** The second file: rows that were left out, as they stood, in a form that can hold anything. */
class LeftRows {
  readonly #path: string
  readonly #input: Input
  readonly #options: Options
  #rows: LeftOut[] = []
  #draft: DraftFile | undefined

  constructor(path: string, input: Input, options: Options) {
    this.#path = path
    this.#input = input
    this.#options = options
  }

  /** The file's name; null when no row was left out or nothing is written. */
  get path(): string | null {
    return this.#draft?.path ?? null
  }

  add(row: LeftOut): void {
    if (this.#options.dryRun !== true) this.#rows.push(row)
  }

  async write(header: readonly string[] | null): Promise<void> {
    const rows = this.#rows
    this.#rows = []
    if (rows.length === 0) return
    const lines = rows.map(({ fields }) => quotedLine(fields))
    if (this.#draft === undefined) {
      this.#draft = await DraftFile.create(this.#path, {
        inputs: [this.#input.path],
        force: this.#options.force === true,
      })
      await this.#draft.write(encodeText(header === null ? '' : quotedLine(header), 'utf-8-bom'))
    }
    await this.#draft.write(encodeText(lines.join(''), 'utf-8'))
  }

  async commit(): Promise<void> {
    await this.#draft?.commit()
  }

  async discard(): Promise<void> {
    await this.#draft?.discard()
  }
}

const quotedLine = (fields: readonly string[]): string =>
  `${fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(',')}\r\n`

/** `devices.csv` → `devices.fixed.csv`; standard input goes to standard output. */
export function besides(path: string, mark: string): string {
  if (path === '-') return mark === 'rejected' ? 'rejected.csv' : '-'
  const extension = extname(path)
  return join(dirname(path), `${basename(path, extension)}.${mark}.csv`)
}

type Told = {
  readonly report: FixReport
  readonly to: string | null
  readonly rejects: string | null
  readonly changes: readonly FixChange[]
  readonly leftOut: readonly LeftOut[]
  readonly remaining: readonly Finding[]
  readonly errors: number
}

function print(
  { report, to, rejects, changes, leftOut, remaining, errors }: Told,
  output: Output,
): void {
  const { rowsRead, rowsWritten, rowsLeftOut, rowsRepeated, untouched } = report
  const rows = {
    read: rowsRead,
    written: rowsWritten,
    leftOut: rowsLeftOut,
    repeated: rowsRepeated,
  }
  const left = leftOut.map(({ line, codes }) => ({ line, codes }))
  if (output.format === 'json') {
    const { kind, encoding } = report.input
    output.json({
      output: to,
      rejects,
      kind,
      encoding,
      format: report.format,
      rows,
      changeCount: report.changes,
      changes,
      leftOut: left,
      remaining,
      untouched,
    })
    return
  }
  const talk = to === '-' ? output.say : output.line
  for (const { line, code, message } of changes)
    talk(`${line === 0 ? 'file' : `line ${line}`}: ${code}: ${message}`)
  for (const { line, codes } of left) talk(`line ${line}: left out: ${codes.join(', ')}`)
  const more = report.changes - changes.length
  if (more > 0) output.say(`${more} more changes are not listed.`)
  output.say(
    `${rowsWritten} of ${rowsRead} rows ${to === null ? 'would be' : 'were'} written${to === null ? '' : ` to ${to}`}; ${rowsRepeated} were repetitions, ${rowsLeftOut} left out${rejects === null ? '' : ` (see ${rejects})`}.`,
  )
  output.say(
    `${untouched.fields} untouched fields: SHA-256 ${untouched.digestBefore} before and after.`,
  )
  if (errors > 0)
    output.warn(
      `${errors} errors remain that nobody can mend without you; see: taxiway csv check ${to ?? ''}`,
    )
  for (const { line, code, message } of remaining
    .filter(({ severity }) => severity === 'error')
    .slice(0, 20)) {
    output.say(`  line ${line}: ${code}: ${message}`)
  }
}
