/** The files a command was given: names, folders, patterns and `-` for standard input. */
import { createReadStream } from 'node:fs'
import { glob, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Encoding, FileKind, MergeSource } from 'taxiway-device-csv'
import { filesBelow } from '../context/files-below.ts'
import { unreadable } from '../context/unreadable.ts'
import { CliError, exitCodes } from '../exit.ts'

export type Input = {
  /** As shown to the person, with the sheet of a spreadsheet behind a `!`; `-` for standard input. */
  readonly path: string
  /** The file, which is never written to. */
  readonly file: string
  /** The text was generated from a spreadsheet's cells. */
  readonly isMade: boolean
  /** What a person says that its text is in. */
  readonly encoding?: Encoding
  /** In bytes; 0 when unknown. */
  readonly size: number
  /** Standard input or a pipe, which can be opened only once unless it was kept. */
  readonly isStream: boolean
  readonly open: () => AsyncIterable<Uint8Array>
}

/** Small chunks keep the memory small; larger ones are not faster. */
const chunkSize = 1 << 16

/** Finds the files behind `words`; folders give the files below them that `wanted` accepts, in order of name. */
export async function findInputs(
  words: readonly string[],
  wanted: (name: string) => boolean = isCsvName,
): Promise<readonly Input[]> {
  const once = words.filter((word, at) => word !== '-' || words.indexOf(word) === at)
  const found = (await Promise.all(once.map((word) => inputsOf(word, wanted)))).flat()
  if (found.length > 0) return found
  throw new CliError('There is no file to read.', {
    hint: 'Name CSV files, a folder that holds some, or - for standard input.',
  })
}

/** The error for a file without devices. */
export function noDeviceRow(...inputs: readonly Input[]): CliError {
  const names = inputs.map(({ path }) => path).join(' ')
  return new CliError(
    inputs.length === 1 ? `${names} has no device row.` : 'None of the files has a device row.',
    { exitCode: exitCodes.findings, hint: `See why: taxiway csv check ${names}` },
  )
}

/** The error for rows with unknown columns. */
export function refuseUnknown(kinds: ReadonlySet<FileKind>, inputs: readonly Input[]): void {
  if (!kinds.has('unknown')) return
  const names = inputs.map(({ path }) => path).join(' ')
  throw new CliError(
    inputs.length === 1
      ? `${names} is not a list of devices that could be read.`
      : 'One of these files is not a list of devices that could be read.',
    { exitCode: exitCodes.findings, hint: `See what it is: taxiway csv check ${names}` },
  )
}

/** Not what Office keeps beside an open file, and macOS beside each. */
const isCsvName = (name: string): boolean =>
  /(?:^|[/\\])(?!~\$|\._)[^/\\]*\.(?:csv|txt|tsv|xlsx|xlsm|xlsb|xls|ods|fods)$/i.test(name)

/** As merging takes it. */
export function sourceOf({ path, open, isMade, encoding }: Input): MergeSource {
  return { name: path, open, isMade, ...(encoding && { encoding }) }
}

/** Reads all of `input`, for what must be read twice. */
export async function keep(input: Input): Promise<Input> {
  if (!input.isStream) return input
  const chunks: Uint8Array[] = []
  for await (const chunk of input.open()) chunks.push(chunk)
  return { ...input, isStream: false, open: () => replay(chunks) }
}

async function* replay(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks
}

async function inputsOf(word: string, wanted: (name: string) => boolean): Promise<Input[]> {
  if (word === '-')
    return [
      { path: '-', file: '-', isMade: false, isStream: true, size: 0, open: () => process.stdin },
    ]
  const info = await stat(word).catch(() => undefined)
  if (info?.isDirectory()) return inFolder(word, wanted)
  if (info !== undefined) return [{ ...fileInput(word, info.size), isStream: !info.isFile() }]
  const matches = (await Array.fromAsync(glob(word))).toSorted()
  if (matches.length === 0) throw unreadable(word, { code: 'ENOENT' })
  return Promise.all(matches.map(async (path) => fileInput(path, (await stat(path)).size)))
}

async function inFolder(folder: string, wanted: (name: string) => boolean): Promise<Input[]> {
  const paths = (await filesBelow(folder))
    .filter((entry) => wanted(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
  return Promise.all(paths.map(async (path) => fileInput(path, (await stat(path)).size)))
}

function fileInput(path: string, size: number): Input {
  return {
    path,
    file: path,
    isMade: false,
    isStream: false,
    size,
    open: () => readable(path),
  }
}

async function* readable(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: chunkSize })
  } catch (error) {
    throw unreadable(path, error)
  }
}
