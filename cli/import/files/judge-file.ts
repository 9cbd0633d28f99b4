/** One text of devices, read and judged by every check of `csv check`, with the rules of Graph instead of the portal. */
import {
  DeviceCsvChecker,
  type DeviceIndex,
  type DeviceRow,
  type Finding,
  type FindingCode,
  type ImportChoices,
  importStops,
  piecesOf,
  type RowReading,
} from 'taxiway-device-csv'
import { filledRow } from '../../../src/collect/devices/filled-row.ts'

export type Judging = ImportChoices & {
  /** Devices of the files before. */
  readonly devices: DeviceIndex
  readonly files: string[]
}

export type JudgedText = {
  readonly rows: readonly DeviceRow[]
  /** Rows that are not sent though the import goes on, since it was accepted that they are left out. */
  readonly leftOut: readonly { readonly row: DeviceRow; readonly codes: readonly FindingCode[] }[]
  readonly stops: readonly Finding[]
  readonly remarks: readonly Finding[]
}

/** Of the portal's upload, and of columns that an import does not send. */
const unsaid: ReadonlySet<FindingCode> = new Set([
  'too-many-rows',
  'tuple-mismatch',
  'device-name-form',
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
  const { used, stops } = importStops(findings, readings, judging)
  const rows = new Map(readings.map(({ row }) => [row.line, row]))
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

/** A serial number that is missing is taken out of the hash. */
function isFilled({ code, line }: Finding, rows: ReadonlyMap<number, DeviceRow>): boolean {
  const row = rows.get(line)
  return code === 'serial-missing' && row !== undefined && filledRow(row).serialNumber !== ''
}
