/**
 * Reads change requests for many devices from a CSV. Columns are found by name, in any order and spelling.
 *
 * It reads what `devices export` and spreadsheets write. An empty cell changes nothing, because a column that
 * nobody filled in must not clear the tags of a whole fleet; clearing needs `--clear-empty`.
 */

import { ByteReader, type Encoding, splitFields } from 'taxiway-device-csv'
import { CliError, exitCodes } from '../../exit.ts'
import { alike } from './alike.ts'
import { cellsOf, changeNames, changeRequestOf } from './change-cells.ts'
import { type ChangeRecord, recordsIn } from './change-records.ts'
import { type ChangeRequest, type Changes, faultsOf } from './change-request.ts'
import {
  nameDevices,
  otherSeparator,
  type Property,
  type Titles,
  titlesIn,
} from './change-titles.ts'
import { OtherLetters } from './other-letters.ts'

export type ReadChangeFile = {
  /** Columns that must be present. Other columns count only if they are listed in `takes`. */
  readonly needs: readonly (keyof Changes)[]
  readonly takes: readonly (keyof Changes)[]
  readonly clearEmpty: boolean
  /** What a person says that the file is in. */
  readonly encoding?: Encoding | undefined
  /** A file that names devices and nothing else is enough. */
  readonly namesOnly?: true
}

export type ChangeFile = {
  readonly requests: readonly ChangeRequest[]
  readonly ignored: readonly string[]
}

/** Reads `path` (`-` is standard input); throws one `CliError` that lists everything wrong with it. */
export async function readChangeFile(path: string, how: ReadChangeFile): Promise<ChangeFile> {
  const bytes = new ByteReader(how.encoding)
  const records = recordsIn(path, bytes)
  const titles = await titlesOf(records)
  if (titles === undefined) throw withoutText(path, bytes.binary)
  const columns = titles.columns.map((name) => (counts(name, how) ? name : undefined))
  refuseColumns(path, titles, { columns, how })
  const faults: string[] = []
  const letters = new OtherLetters(path, how.encoding)
  const requests: ChangeRequest[] = []
  const filled = new Set<number>()
  const apart = requestsApart()
  for await (const { number, text } of records) {
    if (text.trim() === '' || rule.test(text)) continue
    const { values, fault } = splitFields(text, titles.separator)
    const request = apart(changeRequestOf(number, cellsOf(columns, { text, values }), how))
    const own = fault === 'none' ? faultsOf(request.changes) : ['a quotation mark is out of place']
    const all = [...own, ...misplaced(text, values, titles), ...missingIn(request, how)]
    faults.push(...all.map((each) => `${path}:${number}: ${each}`))
    letters.look(request)
    requests.push(request)
    noteFilled(filled, values)
  }
  faults.push(...letters.faults(bytes.encoding))
  if (faults.length > 0) throw refusal(faults)
  if (requests.length === 0) throw withoutDevices(path)
  return { requests, ignored: ignoredIn(titles, columns, filled) }
}

function noteFilled(filled: Set<number>, values: readonly string[]): void {
  for (const [at, value] of values.entries()) if (value.trim() !== '') filled.add(at)
}

/** Columns that nobody uses; of those without a title only those that hold something. */
function ignoredIn(
  { names }: Titles,
  columns: readonly (Property | undefined)[],
  filled: ReadonlySet<number>,
): readonly string[] {
  return names.flatMap((name, at) => {
    if (columns[at] !== undefined || (name === '' && !filled.has(at))) return []
    return [name === '' ? `column ${at + 1}, which has no title` : name]
  })
}

const maxLinesAbove = 20
/** Below the titles of a table that is drawn with signs. */
const rule = /^[\s|+:=-]*-{2}[\s|+:=-]*$/

/**
 * Those of the first line that names devices: above it reports have their name and the day. Undefined: there is no text.
 * Where no line does, those of the first one, without the line in which a spreadsheet names its separator.
 */
async function titlesOf(records: AsyncGenerator<ChangeRecord>): Promise<Titles | undefined> {
  let first: Titles | undefined
  for (let lines = 0; lines <= maxLinesAbove; lines++) {
    const next = await records.next()
    if (next.done === true) return first
    const { text } = next.value
    if (/^\s*(?:"?sep=.{1,2}"?\s*)?$/i.test(text)) continue
    const titles = titlesIn(text)
    if (nameDevices(titles)) return titles
    // A line of values is no heading: what it says would be lost.
    if (isRow(titles)) return first ?? titles
    first ??= titles
  }
  return first
}

const isRow = ({ names }: Titles): boolean => names.filter((name) => name !== '').length > 1

const counts = (name: Property | undefined, { takes }: ReadChangeFile): boolean =>
  !changeNames.some((each) => each === name) || takes.some((each) => each === name)

function withoutText(path: string, binary: string | undefined): CliError {
  return binary === undefined
    ? new CliError(`${path} is empty.`, { exitCode: exitCodes.findings })
    : new CliError(`${path} is ${binary}, and not a CSV file.`, {
        exitCode: exitCodes.findings,
        hint: 'Unpack it, or save the sheet with the devices as CSV, and name that file.',
      })
}

function withoutDevices(path: string): CliError {
  return new CliError(`${path} names no device below its titles.`, { exitCode: exitCodes.findings })
}

/** What would be lost, or be read as another value. */
function misplaced(text: string, values: readonly string[], titles: Titles): readonly string[] {
  const { columns, separator } = titles
  if (values.slice(columns.length).some((value) => value.trim() !== ''))
    return ['it has more values than the first line']
  const other = columns.length > 1 ? otherSeparator(text, titles) : undefined
  return other === undefined
    ? []
    : [`its values are separated by ${shown(other)}, and the titles by ${shown(separator)}`]
}

const shown = (separator: string): string => (separator === '\t' ? 'a tab' : `"${separator}"`)

function missingIn(
  { name, changes }: ChangeRequest,
  { needs, namesOnly }: ReadChangeFile,
): readonly string[] {
  return [
    ...(name === '' && namesOnly !== true ? ['it names no device'] : []),
    ...(needs.some((each) => !changes[each]) ? [`it has no ${needs.join(', ')}`] : []),
  ]
}

/** The same in memory of its own: a part of a text keeps all of it, which here is a piece of the file. */
function requestsApart(): (request: ChangeRequest) => ChangeRequest {
  const shared = alike<Changes>()
  return (request) => {
    const own: ChangeRequest = JSON.parse(JSON.stringify(request))
    const { id, serialNumber } = own.marks
    return { ...own, name: id ?? serialNumber ?? '', changes: shared(own.changes) }
  }
}

/** Characters. */
const maxTitles = 80

function refuseColumns(
  path: string,
  { names }: Titles,
  { columns, how }: { readonly columns: Titles['columns']; readonly how: ReadChangeFile },
): void {
  const { needs, takes, namesOnly } = how
  const refuse = (what: string, hint: string) => {
    throw new CliError(`${path}: ${what}.`, { exitCode: exitCodes.findings, hint })
  }
  const twice = columns.find((name, i) => name !== undefined && columns.indexOf(name) !== i)
  if (twice !== undefined) refuse(`two columns hold the ${twice}`, 'Keep only one of them.')
  if (!columns.includes('id') && !columns.includes('serialNumber')) {
    const seen = names.filter((name) => name !== '').join(', ')
    refuse(
      `no column says which device a line is about; the titles are: ${seen.slice(0, maxTitles)}`,
      'Add a column "Serial number" or "Id".',
    )
  }
  const missing = needs.find((name) => !columns.includes(name))
  if (missing !== undefined)
    refuse(`there is no column for ${missing}`, `Add a column "${missing}".`)
  if (namesOnly !== true && takes.length > 0 && !takes.some((name) => columns.includes(name))) {
    refuse('no column says what to change', `Add one of these columns: ${takes.join(', ')}.`)
  }
}

const maxShown = 10

function refusal(faults: readonly string[]): CliError {
  const more = faults.length > maxShown ? [`… and ${faults.length - maxShown} more`] : []
  const title = 'Nothing was done, because the file has errors:'
  return new CliError([title, ...faults.slice(0, maxShown), ...more].join('\n'), {
    exitCode: exitCodes.findings,
  })
}
