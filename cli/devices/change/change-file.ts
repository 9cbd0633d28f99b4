/**
 * Reads change requests for many devices from a CSV. Columns are found by name, in any order and spelling.
 *
 * It reads what `devices export` and spreadsheets write. An empty cell changes nothing, because a column that
 * nobody filled in must not clear the tags of a whole fleet; clearing needs `--clear-empty`.
 */

import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { unguardedCell } from 'taxiway-autopilot'
import { readText, repairHash, splitFields } from 'taxiway-device-csv'
import { decodeHardwareHash, isJunkSerial } from 'taxiway-hardware-hash'
import { unreadable } from '../../context/unreadable.ts'
import { CliError, exitCodes } from '../../exit.ts'
import { type ChangeRequest, type Changes, faultsOf, type Marks } from './change-request.ts'

const titles = {
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

type Property = keyof typeof titles
const markNames = ['id', 'serialNumber', 'manufacturer', 'model'] as const
const changeNames = ['groupTag', 'displayName', 'userPrincipalName', 'addressableUserName'] as const

export type ReadChangeFile = {
  /** Columns that must be present. Other columns count only if they are listed in `takes`. */
  readonly needs: readonly (keyof Changes)[]
  readonly takes: readonly (keyof Changes)[]
  readonly clearEmpty: boolean
  /** A file that names devices and nothing else is enough. */
  readonly namesOnly?: true
}

export type ChangeFile = {
  readonly requests: readonly ChangeRequest[]
  readonly ignored: readonly string[]
}

/** Reads `path` (`-` is standard input); throws one `CliError` that lists everything wrong with it. */
export async function readChangeFile(path: string, how: ReadChangeFile): Promise<ChangeFile> {
  const [head, ...lines] = recordsOf(await bytesOf(path))
  if (head === undefined) throw new CliError(`${path} is empty.`, { exitCode: exitCodes.findings })
  const separator = [';', '\t'].find((each) => head.text.includes(each)) ?? ','
  const columns = splitFields(head.text, separator).values.map((title) => propertyOf(title, how))
  refuseColumns(path, columns, how)
  const faults: string[] = []
  const requests = lines
    .filter(({ text }) => text.trim() !== '')
    .map(({ number, text }) => {
      const { values, fault } = splitFields(text, separator)
      const request = changeRequestOf(number, cellsOf(columns, { text, values }), how)
      const own =
        fault === 'none' ? [...faultsOf(request.changes)] : ['a quotation mark is out of place']
      if (values.length > columns.length) own.push('it has more values than the first line')
      if (request.name === '' && how.namesOnly !== true) own.push('it names no device')
      if (how.needs.some((name) => !request.changes[name]))
        own.push(`it has no ${how.needs.join(', ')}`)
      faults.push(...own.map((each) => `${path}:${number}: ${each}`))
      return request
    })
  if (faults.length > 0) throw refusal(faults)
  const ignored = splitFields(head.text, separator).values.filter(
    (_, i) => columns[i] === undefined,
  )
  return { requests, ignored }
}

async function bytesOf(path: string): Promise<Uint8Array> {
  if (path === '-') return buffer(process.stdin)
  return readFile(path).catch((cause: Error) => {
    throw unreadable(path, cause)
  })
}

/**
 * Records with the line on which each begins. A line end between quotation marks belongs to the value; where a mark is
 * lost or out of place, the record is refused by its line.
 */
function recordsOf(bytes: Uint8Array): { readonly number: number; readonly text: string }[] {
  const records: { number: number; text: string }[] = []
  let [number, line, open] = [1, 1, '']
  for (const [, text = '', end = ''] of readText(bytes).matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g)) {
    open += text
    const isInside = (open.split('"').length - 1) % 2 === 1
    line++
    if (isInside && end !== '' && open.length < maxRecord) open += end
    else {
      if (open !== '' || end !== '') records.push({ number, text: open })
      open = ''
      number = line
    }
  }
  return records
}

/** Characters of a record; more is a quotation mark that was lost. */
const maxRecord = 20_000

function propertyOf(title: string, { takes }: ReadChangeFile): Property | undefined {
  const plain = title.toLowerCase().replaceAll(/[^a-z]/g, '')
  const found = (Object.keys(titles) as Property[]).find((name) =>
    (titles[name] as readonly string[]).includes(plain),
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
