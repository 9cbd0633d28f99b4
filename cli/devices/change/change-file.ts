/**
 * Reads change requests for many devices from a CSV. Columns are found by name, in any order and spelling.
 *
 * It reads what `devices export` and spreadsheets write. An empty cell changes nothing, because a column that
 * nobody filled in must not clear the tags of a whole fleet; clearing needs `--clear-empty`.
 */

import { unguardedCell } from 'taxiway-autopilot'
import { ByteReader, type Encoding, repairHash, splitFields } from 'taxiway-device-csv'
import { decodeHardwareHash, isJunkSerial } from 'taxiway-hardware-hash'
import { CliError, exitCodes } from '../../exit.ts'
import { alike } from './alike.ts'
import { type ChangeRecord, recordsIn } from './change-records.ts'
import { type ChangeRequest, type Changes, faultsOf, type Marks } from './change-request.ts'
import { OtherLetters } from './other-letters.ts'

const spellings = {
  id: ['id', 'ztdid', 'registrationid', 'autopilotdeviceid'],
  serialNumber: ['serialnumber', 'deviceserialnumber', 'serial'],
  manufacturer: ['manufacturer', 'make'],
  model: ['model'],
  groupTag: ['grouptag', 'tag'],
  displayName: ['displayname', 'devicename', 'computername', 'name'],
  userPrincipalName: [
    'userprincipalname',
    'assigneduserprincipalname',
    'assigneduser',
    'user',
    'upn',
  ],
  addressableUserName: ['addressableusername'],
  hardwareHash: ['hardwarehash', 'hardwareidentifier', 'hash', 'devicehash', 'autopilothash'],
} as const

type Property = keyof typeof spellings
const markNames = ['id', 'serialNumber', 'manufacturer', 'model'] as const
const changeNames = ['groupTag', 'displayName', 'userPrincipalName', 'addressableUserName'] as const

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
  const head = await headOf(records)
  if (head === undefined) throw new CliError(`${path} is empty.`, { exitCode: exitCodes.findings })
  const separator = [';', '\t'].find((each) => head.text.includes(each)) ?? ','
  const titles = splitFields(head.text, separator).values
  const columns = titles.map((title) => propertyOf(title, how))
  refuseColumns(path, columns, how)
  const faults: string[] = []
  const letters = new OtherLetters(path, how.encoding)
  const requests: ChangeRequest[] = []
  const apart = requestsApart()
  for await (const { number, text } of records) {
    if (text.trim() === '') continue
    const { values, fault } = splitFields(text, separator)
    const request = apart(changeRequestOf(number, cellsOf(columns, { text, values }), how))
    const own = fault === 'none' ? faultsOf(request.changes) : ['a quotation mark is out of place']
    const more = values.length > columns.length ? ['it has more values than the first line'] : []
    const all = [...own, ...more, ...missingIn(request, how)]
    faults.push(...all.map((each) => `${path}:${number}: ${each}`))
    letters.look(request)
    requests.push(request)
  }
  faults.push(...letters.faults(bytes.encoding))
  if (faults.length > 0) throw refusal(faults)
  return { requests, ignored: titles.filter((_, i) => columns[i] === undefined) }
}

/** Without the line in which a spreadsheet names its separator, and blank ones. */
async function headOf(records: AsyncGenerator<ChangeRecord>): Promise<ChangeRecord | undefined> {
  for (let next = await records.next(); next.done !== true; next = await records.next())
    if (!/^\s*(?:"?sep=.{1,2}"?\s*)?$/i.test(next.value.text)) return next.value
  return undefined
}

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

function propertyOf(title: string, { takes }: ReadChangeFile): Property | undefined {
  const plain = title.toLowerCase().replaceAll(/[^a-z]/g, '')
  const found = (Object.keys(spellings) as Property[]).find((name) =>
    (spellings[name] as readonly string[]).includes(plain),
  )
  const isChange = changeNames.some((name) => name === found)
  return isChange && !takes.some((name) => name === found) ? undefined : found
}

function refuseColumns(
  path: string,
  columns: readonly (Property | undefined)[],
  { needs, takes, namesOnly }: ReadChangeFile,
): void {
  const refuse = (what: string, hint: string) => {
    throw new CliError(`${path}: ${what}.`, { exitCode: exitCodes.findings, hint })
  }
  const twice = columns.find((name, i) => name !== undefined && columns.indexOf(name) !== i)
  if (twice !== undefined) refuse(`two columns hold the ${twice}`, 'Keep only one of them.')
  if (!columns.includes('id') && !columns.includes('serialNumber')) {
    refuse('no column says which device a line is about', 'Add a column "Serial number" or "Id".')
  }
  const missing = needs.find((name) => !columns.includes(name))
  if (missing !== undefined)
    refuse(`there is no column for ${missing}`, `Add a column "${missing}".`)
  if (namesOnly !== true && takes.length > 0 && !takes.some((name) => columns.includes(name))) {
    refuse('no column says what to change', `Add one of these columns: ${takes.join(', ')}.`)
  }
}

/** Blanks around a value are kept where quotation marks say that they are meant, as exports write them. */
function valueIn(line: string, value: string): string {
  return line.includes(`"${value.replaceAll('"', '""')}"`) ? value : value.trim()
}

type Cells = Partial<Record<Property, string>>

function cellsOf(
  columns: readonly (Property | undefined)[],
  { text, values }: { readonly text: string; readonly values: readonly string[] },
): Cells {
  const cells: Cells = {}
  for (const [i, name] of columns.entries()) {
    if (name !== undefined) cells[name] = unguardedCell(valueIn(text, values[i] ?? ''))
  }
  return cells
}

function changeRequestOf(
  line: number,
  cells: Cells,
  { clearEmpty }: ReadChangeFile,
): ChangeRequest {
  const marks: { -readonly [Name in keyof Marks]: Marks[Name] } = {}
  for (const name of markNames) if (cells[name]) marks[name] = cells[name]
  const changes: { -readonly [Name in keyof Changes]: Changes[Name] } = {}
  for (const name of changeNames) {
    const value = cells[name]
    if (value !== undefined && (value !== '' || clearEmpty)) changes[name] = value
  }
  const inHash = serialInHash(cells.hardwareHash ?? '')
  const name = marks.id ?? marks.serialNumber ?? ''
  return { line, name, marks, changes, ...(inHash !== undefined && { inHash }) }
}

/** Undefined: there is no hash, or its device has no serial number of its own. */
function serialInHash(hash: string): string | undefined {
  const decoded = hash === '' ? undefined : decodeHardwareHash(repairHash(hash)?.text ?? hash)
  const serial = decoded?.ok === true ? (decoded.serialNumber ?? '') : ''
  return isJunkSerial(serial) ? undefined : serial
}

const maxShown = 10

function refusal(faults: readonly string[]): CliError {
  const more = faults.length > maxShown ? [`… and ${faults.length - maxShown} more`] : []
  const title = 'Nothing was done, because the file has errors:'
  return new CliError([title, ...faults.slice(0, maxShown), ...more].join('\n'), {
    exitCode: exitCodes.findings,
  })
}
