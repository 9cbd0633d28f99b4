/** One text of devices, read and judged by every check of `csv check`, with the rules of Graph instead of the portal. */
import {
  DeviceCsvChecker,
  type DeviceIndex,
  type Finding,
  type FindingCode,
  type ImportChoices,
  importStops,
  type RowProof,
  rowProof,
} from 'taxiway-device-csv'
import type { TextPieces } from './found-text.ts'
import { type ImportRow, importRow } from './import-row.ts'
import type { KeptHashes } from './kept-hashes.ts'

export type Judging = ImportChoices & {
  /** Devices of the files before. */
  readonly devices: DeviceIndex
  readonly files: string[]
  readonly hashes: KeptHashes
}

export type JudgedText = {
  readonly rows: readonly ImportRow[]
  /** Rows that are not sent though the import goes on, since it was accepted that they are left out. */
  readonly leftOut: readonly { readonly row: ImportRow; readonly codes: readonly FindingCode[] }[]
  readonly stops: readonly Finding[]
  readonly remarks: readonly Finding[]
}

/** Of the portal's upload, and of columns that an import does not send. */
const unsaid: ReadonlySet<FindingCode> = new Set([
  'too-many-rows',
  'tuple-mismatch',
  'device-name-form',
])
/** A row that was read, and why it is uncertain. */
type ReadRow = { readonly row: ImportRow; readonly faults: readonly FindingCode[] }

export async function judgeText(
  name: string,
  pieces: TextPieces,
  judging: Judging & { readonly isMade?: boolean },
): Promise<JudgedText> {
  const findings: Finding[] = []
  const readings: ReadRow[] = []
  const proofs: RowProof[] = []
  const checker = new DeviceCsvChecker((finding) => findings.push(finding), {
    profile: 'intune-lenient',
    fileName: name,
    isMade: judging.isMade === true,
    devices: judging.devices,
    files: judging.files,
    onRow(reading) {
      proofs.push(rowProof(reading))
      readings.push({ row: importRow(reading.row, judging.hashes), faults: reading.faults })
    },
  })
  for await (const piece of pieces) checker.push(piece)
  checker.end()
  const { used, stops } = importStops(findings, proofs, judging)
  const named = new Set(readings.flatMap(({ row }) => (row.serialNumber === '' ? [] : [row.line])))
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
          // A serial number that is missing is taken out of the hash.
          !(finding.code === 'serial-missing' && named.has(finding.line)),
      )
      .toSorted(byLine),
  }
}

const byLine = (a: Finding, b: Finding): number => a.line - b.line
