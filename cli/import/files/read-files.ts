/**
 * All files of an import, whatever they are, read and judged before anything is sent: one that cannot be trusted
 * stops them all.
 */

import { resolve } from 'node:path'
import { DeviceIndex } from 'taxiway-device-csv'
import { unreadable } from '../../context/unreadable.ts'
import { CliError } from '../../exit.ts'
import { expand } from './expand.ts'
import { devicesIn, type FoundFault, type FoundText, type Search } from './found-text.ts'
import type { ImportRow } from './import-row.ts'
import { type JudgedText, type Judging, judgeText } from './judge-file.ts'
import { KeptHashes } from './kept-hashes.ts'
import { refusal } from './refusal.ts'
import { remarksOn } from './remarks.ts'
import { SourceFile } from './source-file.ts'

export type InputFile = {
  /** As the person wrote it, with the entry of an archive or the sheet behind a `!`. */
  readonly file: string
  /** Absolute. */
  readonly path: string
  readonly sha256: string
  readonly rows: readonly ImportRow[]
  /** Rows that are not sent, each with the reason. */
  readonly leftOut: JudgedText['leftOut']
  /** What was read all the same, in a few sentences that begin with `file` or `file:line`. */
  readonly remarks: readonly string[]
}

export type ReadOptions = Pick<Judging, 'accepted' | 'replaced'> &
  Pick<Search, 'encoding'> & {
    /** The command has no way to accept a fault. */
    readonly isFinal?: boolean
  }

const nothing: ReadOptions = { accepted: new Set(), replaced: new Set() }

/** Reads every file; throws one `CliError` that names all that is wrong with all of them. */
export async function readFiles(
  names: readonly string[],
  options: ReadOptions = nothing,
): Promise<readonly InputFile[]> {
  const judging: Judging & Search = {
    ...options,
    devices: new DeviceIndex(),
    files: [],
    hashes: new KeptHashes(),
  }
  const files: InputFile[] = []
  const faults: FoundFault[] = []
  for (const name of await expand(names)) {
    const read = await readFile(name, judging)
    faults.push(...read.faults)
    for (const { text, judged } of read.texts) {
      const say = sentence(text)
      faults.push(...judged.stops.map((stop) => ({ sentence: say(stop), code: stop.code })))
    }
    for (const [at, text] of read.texts.entries()) {
      const remarks = at === 0 ? read.remarks : []
      files.push(inputOf(resolve(name), { sha256: read.sha256, remarks }, text))
    }
  }
  if (faults.length > 0)
    throw refusal(faults, { leftOut: files.flatMap(placesLeftOut), isFinal: options.isFinal })
  return files
}

type JudgedPart = { readonly text: FoundText; readonly judged: JudgedText }

type ReadFile = {
  readonly sha256: string
  readonly texts: readonly JudgedPart[]
  readonly faults: readonly FoundFault[]
  readonly remarks: readonly string[]
}

async function readFile(name: string, judging: Judging & Search): Promise<ReadFile> {
  const source = await SourceFile.open(name).catch((error) => {
    throw notImported(name, error)
  })
  try {
    const { texts, faults, remarks } = await devicesIn(name, source, judging)
    const judged: JudgedPart[] = []
    for (const text of texts) {
      judged.push({ text, judged: await judgeText(text, judging) })
    }
    return { sha256: source.sha256(), texts: judged, faults, remarks }
  } catch (error) {
    throw isOfDisk(error) ? notImported(name, error) : error
  } finally {
    await source.close()
  }
}

/** It was opened, and cannot be read to its end. */
const isOfDisk = (error: unknown): boolean => (error as NodeJS.ErrnoException).syscall === 'read'

function inputOf(
  path: string,
  { sha256, remarks }: Pick<ReadFile, 'sha256' | 'remarks'>,
  { text, judged }: JudgedPart,
): InputFile {
  return {
    file: text.name,
    path,
    sha256,
    rows: judged.rows,
    leftOut: judged.leftOut,
    remarks: [...remarks, ...remarksOn(text.name, judged, sentence(text))],
  }
}

const placesLeftOut = ({ file, leftOut }: InputFile): readonly string[] =>
  leftOut.map(({ row }) => `${file}:${row.line}`)

function notImported(file: string, cause: unknown): CliError {
  if (file !== '-') return unreadable(file, cause)
  return new CliError('Standard input cannot be imported: the receipt must name a file.', {
    hint: 'Save it to a file first and import that.',
    cause,
  })
}

function sentence({ name, lineOf }: FoundText): (finding: JudgedText['stops'][number]) => string {
  return ({ line, code, message, fix }) => {
    const place = line > 0 ? `${name}:${lineOf(line)}` : name
    return fix === null
      ? `${place}: ${message} [${code}]`
      : `${place}: ${message} (${fix}) [${code}]`
  }
}
