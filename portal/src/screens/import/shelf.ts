/** The files that were given, their rows and what is wrong with them; the worker's memory. */

import type { ImportRow } from 'taxiway-autopilot/admin'
import {
  checkDeviceCsv,
  type DeviceCsv,
  DeviceIndex,
  type Finding,
  type FindingCode,
  type FixChange,
  findingCodes,
  fixDeviceCsv,
  readDeviceCsv,
} from 'taxiway-device-csv'
import { importing } from '../../texts/import-texts.ts'
import type { CheckedFile, FindingGroup, Overrides } from './worker-messages.ts'

type Stored = {
  readonly id: string
  readonly name: string
  /** Its name before it got a number, since another file had that name. */
  readonly given?: string
  readonly bytes: Uint8Array
  readonly repaired?: Uint8Array
  readonly changes: readonly FixChange[]
  readonly fault?: CheckedFile['fault']
  readonly notes?: readonly string[]
  /** The text was made, of cells or by the server: how it is written is nobody's fault. */
  readonly isMade?: boolean
}

type Judged = Stored & {
  readonly csv: DeviceCsv
  readonly findings: readonly Finding[]
  /** Lines that may not be sent. */
  readonly bad: ReadonlySet<number>
}

/** Rules of Taxiway's own imports, as the command line has them. */
const profile = 'intune-lenient'
/** Rules of Intune's upload page, and of columns that an import does not send; the command line leaves them out too. */
const unsaid: ReadonlySet<FindingCode> = new Set([
  'too-many-rows',
  'tuple-mismatch',
  'device-name-form',
])
/** Kinds whose rows register devices. */
const sendable = new Set(['intune', 'partner-center', 'configuration-manager'])
const shownOfEach = 50

let stored: Stored[] = []
let judged: readonly Judged[] = []

/** A file that is here already stays as it is; another one of the same name, from another folder, stands beside it. */
export function add(files: readonly Stored[]): void {
  for (const file of files) {
    const namesakes = stored.filter(({ name, given = name }) => given === file.name)
    if (namesakes.some((each) => isSame(each, file))) continue
    stored.push(namesakes.length === 0 ? file : beside(file, namesakes.length + 1))
  }
  judge()
}

function beside(file: Stored, n: number): Stored {
  const given = file.name
  const name = given.replace(/(\.\w+)?$/, ` (${n})$1`)
  return { ...file, name, given, notes: [...(file.notes ?? []), importing.namesake(given)] }
}

/** Of a file that was not read nobody knows. */
function isSame(one: Stored, other: Stored): boolean {
  if (one.fault !== undefined || other.fault !== undefined) return false
  return (
    one.bytes.length === other.bytes.length &&
    one.bytes.every((byte, at) => byte === other.bytes[at])
  )
}

export function remove(id: string): void {
  stored = stored.filter((each) => each.id !== id)
  judge()
}

/** Other files stand where it stood. */
export function replace(id: string, files: readonly Stored[]): void {
  stored = stored.flatMap((each) => (each.id === id ? files : [each]))
  judge()
}

export function fix(id: string): void {
  stored = stored.map((each) => (each.id === id ? repaired(each) : each))
  judge()
}

export function unfix(id: string): void {
  stored = stored.map(({ repaired: _, ...each }) =>
    each.id === id ? { ...each, changes: [] } : { ...each, ...(_ && { repaired: _ }) },
  )
  judge()
}

function repaired(file: Stored): Stored {
  const { bytes, changeList } = fixDeviceCsv(file.bytes, optionsOf(file))
  return bytes.length === 0 ? file : { ...file, repaired: bytes, changes: changeList }
}

/** Whether a text names devices at all. */
export function isOfDevices(bytes: Uint8Array): boolean {
  return readDeviceCsv(bytes, { profile, isMade: true }).kind !== 'unknown'
}

function optionsOf({ name, isMade = false }: Stored) {
  return { profile, fileName: name, isMade } as const
}

/** All of them together, so that a device that stands in two files is found. */
function judge(): void {
  const [devices, files] = [new DeviceIndex(), [] as string[]]
  judged = stored.map((each) => {
    const bytes = each.repaired ?? each.bytes
    const options = optionsOf(each)
    const checked = checkDeviceCsv(bytes, { ...options, devices, files })
    const findings = checked.findings.filter(({ code }) => !unsaid.has(code))
    const bad = new Set(
      findings.flatMap(({ severity, line }) => (severity === 'error' ? [line] : [])),
    )
    return { ...each, csv: readDeviceCsv(bytes, options), findings, bad }
  })
}

function goodRows(file: Judged) {
  if (file.fault !== undefined || !sendable.has(file.csv.kind)) return []
  return file.csv.rows.filter(({ line }) => !file.bad.has(line))
}

export function report(): { files: readonly CheckedFile[]; good: number; out: number } {
  const files = judged.map((file): CheckedFile => {
    const { id, name, csv, changes, fault } = file
    return {
      id,
      name,
      kind: csv.kind,
      encoding: csv.encoding,
      rows: csv.rows.length,
      good: goodRows(file).length,
      groups: fault === undefined ? groupsOf(file.findings) : [],
      changes,
      notes: file.notes ?? [],
      ...(fault && { fault }),
    }
  })
  const good = files.reduce((sum, each) => sum + each.good, 0)
  const rows = files.reduce((sum, { kind, rows: n }) => sum + (sendable.has(kind) ? n : 0), 0)
  return { files, good, out: rows - good }
}

const order = { error: 0, warning: 1, info: 2 } as const

function groupsOf(findings: readonly Finding[]): readonly FindingGroup[] {
  const byCode = Map.groupBy(findings, ({ code }) => code)
  return [...byCode]
    .map(([code, list]) => ({
      code,
      severity: list[0]?.severity ?? 'info',
      count: list.length,
      repairable: isRepairable(code),
      first: list.slice(0, shownOfEach),
    }))
    .toSorted((a, b) => order[a.severity] - order[b.severity])
}

/** An exact repetition is not a fault of the row itself: repairing leaves it out. */
function isRepairable(code: FindingCode): boolean {
  return code === 'duplicate-row' || findingCodes[code].repairable
}

export function rows({ groupTag, user }: Overrides): readonly ImportRow[] {
  return judged.flatMap((file) =>
    goodRows(file).map((row) => ({
      file: file.name,
      line: row.line,
      serialNumber: row.serialNumber,
      productKey: row.productKey,
      hardwareIdentifier: row.hardwareHash,
      groupTag: groupTag === '' ? row.groupTag : groupTag,
      assignedUserPrincipalName: user === '' ? row.assignedUser : user,
    })),
  )
}

/** The lines that stay out, as they stand in their files, each with why. */
export function rest(): string {
  return judged
    .flatMap((file) =>
      file.csv.rows
        .filter(({ line }) => sendable.has(file.csv.kind) && file.bad.has(line))
        .map(({ line, serialNumber }) => {
          const why = file.findings.filter(
            (each) => each.line === line && each.severity === 'error',
          )
          return [
            file.name,
            String(line),
            serialNumber,
            why.map(({ message }) => message).join(' '),
          ]
        }),
    )
    .map((values) => values.map((text) => `"${text.replaceAll('"', '""')}"`).join(','))
    .join('\r\n')
}

export function repairedFile(id: string): { name: string; bytes: Uint8Array } | undefined {
  const file = stored.find((each) => each.id === id)
  return file?.repaired === undefined
    ? undefined
    : { name: file.name.replace(/(\.\w+)?$/, '.fixed$1'), bytes: file.repaired }
}
