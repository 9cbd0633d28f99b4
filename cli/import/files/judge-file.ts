/**
 * One text of devices, read and judged by every check of `csv check`, with the rules of Graph instead of the portal.
 *
 * What stops an import is doubt about what was meant: whose tag, whose user, which device. What is only badly
 * written is repaired and said; what the service itself judges, such as a damaged hash, is left to its verdict.
 */
import {
  DeviceCsvChecker,
  type DeviceIndex,
  type DeviceRow,
  type Finding,
  type FindingCode,
  findingCodes,
  isWhole,
  piecesOf,
  type RowReading,
  sameSerial,
} from 'taxiway-device-csv'
import { decodeHardwareHash } from 'taxiway-hardware-hash'
import { filledRow } from '../../../src/collect/devices/filled-row.ts'

export type Judging = {
  /** Devices of the files before. */
  readonly devices: DeviceIndex
  readonly files: string[]
  /** Codes that do not stop the import. */
  readonly accepted: ReadonlySet<string>
  /** Values that replace those of the file: nothing is said of what is not used. */
  readonly replaced: ReadonlySet<'groupTag' | 'assignedUser'>
}

export type JudgedText = {
  readonly rows: readonly DeviceRow[]
  /** Rows that are not sent though the import goes on, since it was accepted that they are left out. */
  readonly leftOut: readonly { readonly row: DeviceRow; readonly codes: readonly FindingCode[] }[]
  readonly stops: readonly Finding[]
  readonly remarks: readonly Finding[]
}

/** These the service judges itself, row by row; or they are rules of the portal's upload only. */
const notOurs: ReadonlySet<FindingCode> = new Set([
  'too-many-rows',
  'hash-digest',
  'hash-length',
  'hash-not-base64',
  'hash-undecodable',
  'hash-missing',
  'serial-missing',
  'device-name-form',
  'tuple-mismatch',
  'character-not-ansi',
  'comma-in-value',
])
/** Of the portal's upload, and of columns that an import does not send. */
const unsaid: ReadonlySet<FindingCode> = new Set([
  'too-many-rows',
  'tuple-mismatch',
  'device-name-form',
])
/** Repaired by leaving a column out or by trusting its content: no doubt where the hashes prove the columns. */
const doubtful: ReadonlySet<FindingCode> = new Set([
  'column-missing',
  'header-unknown',
  'column-extra',
  'too-many-columns',
])

export function judgeText(
  name: string,
  input: Uint8Array | string,
  judging: Judging & { readonly isMade?: boolean },
): JudgedText {
  const findings: Finding[] = []
  const readings: RowReading[] = []
  const checker = new DeviceCsvChecker((finding) => findings.push(finding), {
    profile: 'intune-lenient',
    fileName: name,
    isMade: judging.isMade === true,
    devices: judging.devices,
    files: judging.files,
    onRow: (reading) => readings.push(reading),
  })
  for (const piece of piecesOf(input)) checker.push(piece)
  checker.end()
  const whole = readings.filter(({ row }) => isWhole(row.hardwareHash))
  const isProved = whole.length > 0 && whole.every(({ row }) => provesColumns(row))
  const used = findings.filter((finding) => isUsed(finding, readings, judging.replaced))
  const rows = new Map(readings.map(({ row }) => [row.line, row]))
  const hasUsers = readings.some(({ positions }) => positions.has('assignedUser'))
  const isLost = (finding: Finding): boolean =>
    finding.code === 'value-left-out' &&
    finding.message.includes('@') &&
    !hasUsers &&
    !judging.replaced.has('assignedUser')
  const hasNone = readings.length > 0 && readings.every(({ row }) => row.hardwareHash === '')
  const stops = used.filter(
    (finding) =>
      (stopsImport(finding, isProved) ||
        isLost(finding) ||
        (hasNone && finding.code === 'hash-missing')) &&
      !judging.accepted.has(finding.code),
  )
  return {
    rows: readings.filter(({ faults }) => faults.length === 0).map(({ row }) => row),
    leftOut: readings
      .filter(({ faults }) => faults.length > 0)
      .map(({ row, faults }) => ({ row, codes: faults })),
    stops: stops.toSorted(byLine),
    remarks: used
      .filter(
        (finding) =>
          !stops.includes(finding) &&
          finding.severity !== 'info' &&
          !unsaid.has(finding.code) &&
          !isFilled(finding, rows),
      )
      .toSorted(byLine),
  }
}

const byLine = (a: Finding, b: Finding): number => a.line - b.line

function stopsImport({ severity, code }: Finding, isProved: boolean): boolean {
  if (code === 'kind-other-import' || code === 'column-doubtful') return true
  if (code === 'formula-start') return true
  if (severity !== 'error' || notOurs.has(code)) return false
  if (doubtful.has(code)) return !isProved
  return !findingCodes[code].repairable
}

/** A serial number that is missing is taken out of the hash. */
function isFilled({ code, line }: Finding, rows: ReadonlyMap<number, DeviceRow>): boolean {
  const row = rows.get(line)
  return code === 'serial-missing' && row !== undefined && filledRow(row).serialNumber !== ''
}

/** Nothing is said of a column whose value the command line replaces. */
function isUsed(
  { column }: Finding,
  [first]: readonly RowReading[],
  replaced: Judging['replaced'],
): boolean {
  if (column === null || first === undefined) return true
  return ![...replaced].some((name) => first.positions.get(name) === column)
}

/** The serial number beside the whole hash is its own: so these are the columns that they seem to be. */
function provesColumns({ hardwareHash, serialNumber }: DeviceRow): boolean {
  const decoded = decodeHardwareHash(hardwareHash)
  const own = decoded.ok ? (decoded.serialNumber ?? '') : ''
  return serialNumber === '' || sameSerial(own, serialNumber)
}
