/** One text of devices, read and judged by every check of `csv check`, with the rules of Graph instead of the portal. */
import { basename } from 'node:path'
import {
  DeviceCsvChecker,
  type DeviceIndex,
  type Encoding,
  FileProof,
  type Finding,
  type FindingCode,
  type ImportChoices,
  importStops,
} from 'taxiway-device-csv'
import type { FoundText } from './found-text.ts'
import { type ImportRow, importRow } from './import-row.ts'
import type { KeptHashes } from './kept-hashes.ts'

export type Judging = ImportChoices & {
  /** Devices of the files before. */
  readonly devices: DeviceIndex
  readonly files: string[]
  readonly hashes: KeptHashes
}

type LeftOut = { readonly row: ImportRow; readonly codes: readonly FindingCode[] }

export type JudgedText = {
  /** With the lines of the file. */
  readonly rows: readonly ImportRow[]
  /** Rows that are not sent though the import goes on, since it was accepted that they are left out. */
  readonly leftOut: readonly LeftOut[]
  /** With the lines of the text. */
  readonly stops: readonly Finding[]
  readonly remarks: readonly Finding[]
  /** About values with letters that a code page may change. */
  readonly letters: readonly Finding[]
  readonly encoding: Encoding
}

/** Of the portal's upload, and of columns that an import does not send. */
const unsaid: ReadonlySet<FindingCode> = new Set([
  'too-many-rows',
  'tuple-mismatch',
  'device-name-form',
])

export async function judgeText(text: FoundText, judging: Judging): Promise<JudgedText> {
  const { isMade, lineOf, encoding: named } = text
  const findings: Finding[] = []
  const rows: ImportRow[] = []
  const leftOut: LeftOut[] = []
  const proof = new FileProof()
  let latest: ImportRow | undefined
  const keep = (finding: Finding): void => {
    if (unsaid.has(finding.code)) return
    // A serial number that is missing is taken out of the hash.
    if (finding.code === 'serial-missing' && latest?.serialNumber) return
    findings.push(finding)
  }
  const checker = new DeviceCsvChecker(keep, {
    profile: 'intune-lenient',
    fileName: basename(text.name),
    isMade,
    ...(named && { encoding: named }),
    devices: judging.devices,
    files: judging.files,
    onRow(reading) {
      proof.add(reading)
      latest = importRow(reading.row, lineOf(reading.row.line), judging.hashes)
      if (reading.faults.length === 0) rows.push(latest)
      else leftOut.push({ row: latest, codes: reading.faults })
    },
  })
  for await (const piece of text.pieces) checker.push(piece)
  const { encoding } = checker.end()
  const { used, stops } = importStops(findings, proof, judging)
  const stopping = new Set(stops)
  return {
    rows,
    leftOut,
    stops: stops.toSorted(byLine),
    remarks: used
      .filter((finding) => !stopping.has(finding) && finding.severity !== 'info')
      .toSorted(byLine),
    letters: used.filter(({ code }) => code.startsWith('character-not-')),
    encoding,
  }
}

const byLine = (a: Finding, b: Finding): number => a.line - b.line
