/**
 * All files of an import, read and judged before anything is sent: one that cannot be trusted stops them all.
 *
 * What a rule of the portal forbids but reads clearly (UTF-16, quotes, a title's spelling) is taken.
 * What leaves doubt about a value (a surplus comma, an open quotation mark, an unknown header or column) is not.
 */
import { createHash } from 'node:crypto'
import { glob, readFile, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import {
  type DeviceRow,
  type Finding,
  type FindingCode,
  findingCodes,
  readDeviceCsv,
} from 'taxiway-device-csv'
import { CliError, exitCodes } from '../exit.ts'

export type InputFile = {
  /** As the person wrote it. */
  readonly file: string
  /** Absolute. */
  readonly path: string
  readonly sha256: string
  readonly rows: readonly DeviceRow[]
  /** What was read all the same, as `file:line: sentence`. */
  readonly remarks: readonly string[]
}

/** Reads every file; throws one `CliError` that names all that is wrong with all of them. */
export async function readFiles(names: readonly string[]): Promise<readonly InputFile[]> {
  const files = await Promise.all((await expand(names)).map(readOne))
  const faults = files.flatMap((each) => each.faults)
  if (faults.length > 0) throw refusal(faults)
  return files
}

type Judged = InputFile & { readonly faults: readonly string[] }

async function readOne(file: string): Promise<Judged> {
  const bytes = await bytesOf(file)
  const facts = {
    file,
    path: resolve(file),
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }
  if (bytes.length === 0) {
    const fault = `${file}: The file is empty. (Export the devices again.)`
    return { ...facts, rows: [], remarks: [], faults: [fault] }
  }
  const { rows, findings } = readDeviceCsv(bytes, {
    profile: 'intune-lenient',
    fileName: basename(file),
  })
  const [faults, others] = [findings.filter(blocks), findings.filter((each) => !blocks(each))]
  const remarks = others.filter(({ severity }) => severity !== 'info')
  return {
    ...facts,
    rows,
    remarks: remarks.map(sentence(file)),
    faults: faults.map(sentence(file)),
  }
}

async function bytesOf(file: string): Promise<Buffer> {
  try {
    const facts = await stat(file)
    if (facts.isDirectory()) {
      throw new CliError(`${file} is a folder, not a device CSV.`, {
        cure: `Name the files in it, for example: taxiway import '${file.replace(/[/\\]$/, '')}/*.csv'`,
      })
    }
    return await readFile(file)
  } catch (error) {
    throw error instanceof CliError ? error : unreadable(file, error as NodeJS.ErrnoException)
  }
}

function unreadable(file: string, cause: NodeJS.ErrnoException): CliError {
  if (file === '-') {
    return new CliError('Standard input cannot be imported: the receipt must name a file.', {
      cure: 'Write it to a file first, and import that.',
      cause,
    })
  }
  if (cause.code === 'ENOENT') {
    return new CliError(`There is no file ${file}.`, {
      cure: `Check the spelling; relative names start from ${process.cwd()}.`,
      cause,
    })
  }
  const why = cause.code === 'EACCES' ? 'this user may not read it' : cause.message
  return new CliError(`Cannot read ${file}: ${why}.`, { cure: 'Make the file readable.', cause })
}

/** Each file once; a pattern stands for the files that fit, for shells that leave that to the program. */
async function expand(names: readonly string[]): Promise<readonly string[]> {
  const found: string[] = []
  for (const name of names) {
    const isPattern = /[*?]/.test(name) && (await stat(name).catch(() => undefined)) === undefined
    const matches = isPattern ? (await Array.fromAsync(glob(name))).sort() : [name]
    if (matches.length === 0)
      throw new CliError(`No file fits ${name}.`, { cure: 'Check the pattern.' })
    found.push(...matches)
  }
  return [...new Map(found.map((name) => [resolve(name), name])).values()]
}

/** `fix` may leave a column out or trust its content, because a person looks at what it wrote; an import may not. */
const doubtfulThoughMended: readonly FindingCode[] = [
  'header-unknown',
  'column-extra',
  'too-many-columns',
]

function blocks({ severity, code }: Finding): boolean {
  const doubtful = !findingCodes[code].repairable || doubtfulThoughMended.includes(code)
  return (severity === 'error' && doubtful) || code === 'kind-other-import'
}

function sentence(file: string): (finding: Finding) => string {
  return ({ line, message, fix }) => {
    const place = line > 0 ? `${file}:${line}` : file
    return fix === null ? `${place}: ${message}` : `${place}: ${message} (${fix})`
  }
}

const mostShown = 10

function refusal(faults: readonly string[]): CliError {
  const more = faults.length > mostShown ? [`… and ${faults.length - mostShown} more`] : []
  const title = 'Nothing was sent, because the input has faults:'
  return new CliError([title, ...faults.slice(0, mostShown), ...more].join('\n'), {
    exitCode: exitCodes.findings,
    cure: 'See all of it with taxiway csv check <file>; what can be mended, taxiway csv fix <file> mends.',
  })
}
