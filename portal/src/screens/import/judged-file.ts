/** A file that was given: its rows, what is wrong with them, and what a person decides before they are sent. */
import {
  type CodePage,
  checkDeviceCsv,
  DeviceIndex,
  type DeviceRow,
  FileProof,
  type FileReport,
  type Finding,
  type FindingCode,
  importStops,
} from 'taxiway-device-csv'
import { merged, type Read, type ReadRow, type Repair } from './repair.ts'
import type { CheckedFile, Doubt } from './worker-messages.ts'

export type Stored = {
  readonly id: string
  readonly name: string
  /** Its name before it got a number, since another file had that name. */
  readonly given?: string
  readonly bytes: Uint8Array
  readonly repair?: Repair
  readonly fault?: CheckedFile['fault']
  readonly notes?: readonly string[]
  /** Of what the server has read. */
  readonly serverDoubts?: readonly Doubt[]
  /** The text was made, of cells or by the server: how it is written is nobody's fault. */
  readonly isMade?: boolean
  /** All of what was given, and not a part of an archive or one of several sheets. */
  readonly isWhole?: boolean
  /** The code page that the person has named. */
  readonly encoding?: CodePage
  /** Codes that the person lets pass. */
  readonly accepted?: ReadonlySet<string>
}

export type Judged = Stored & {
  readonly csv: Pick<FileReport, 'kind' | 'encoding'> & { readonly rows: readonly DeviceRow[] }
  readonly findings: readonly Finding[]
  /** What the person decides before any row is sent: the same that stops an import of the command line. */
  readonly doubts: readonly Doubt[]
  /** Lines that may not be sent. */
  readonly bad: ReadonlySet<number>
}

/** Rules of Taxiway's own imports, as the command line has them. */
export const profile = 'intune-lenient'
/** Rules of Intune's upload page, and of columns that an import does not send; the command line leaves them out too. */
const unsaid: ReadonlySet<FindingCode> = new Set([
  'too-many-rows',
  'tuple-mismatch',
  'device-name-form',
])
/** Kinds whose rows register devices. */
const sendable = new Set(['intune', 'partner-center', 'configuration-manager'])

/** Of what was given; what was repaired says itself in what it is. */
export function optionsOf({ name, isMade = false, encoding }: Stored, isRepaired = false) {
  const named = isRepaired ? undefined : encoding
  return { profile, fileName: name, isMade, ...(named && { encoding: named }) } as const
}

/** Repaired by leaving out what may be meant, which nobody has allowed by having everything repaired. */
const lossy: ReadonlySet<FindingCode> = new Set(['column-doubtful', 'value-left-out'])

/** All of them together, so that a device that stands in two files is found. */
export function judgeAll(stored: readonly Stored[]): readonly Judged[] {
  const [devices, files] = [new DeviceIndex(), [] as string[]]
  return stored.map((each) => {
    const { findings, rows, csv, given } = readWhole(each, { devices, files })
    const bad = new Set(
      findings.flatMap(({ severity, line }) => (severity === 'error' ? [line] : [])),
    )
    const lost = given === undefined ? [] : doubtsOf(given)
    const lines = new Set(rows.map(({ row }) => row.line))
    // Of a row that stays out anyway there is nothing to decide.
    const doubts = doubtsOf({ findings, rows }).filter(
      ({ line }) => !(bad.has(line) && lines.has(line)),
    )
    return {
      ...each,
      csv: { ...csv, rows: rows.map(({ row }) => row) },
      findings,
      bad,
      doubts: [
        ...(each.serverDoubts ?? []),
        ...lost.filter(({ code }) => lossy.has(code)),
        ...doubts,
      ],
    }
  })
}

type Beside = { readonly devices?: DeviceIndex; readonly files?: string[] }

/** With the file as it was given, if it was repaired. */
function readWhole(file: Stored, beside: Beside) {
  const { repair } = file
  if (repair === undefined) return { ...read(file, file.bytes, beside), given: undefined }
  const [given, fixed] = [read(file, file.bytes), read(file, repair.bytes, beside)]
  return { ...fixed, ...merged(given, fixed, repair), given }
}

/** Whether each row of the file is in the repaired one, or is known to be left out of it. */
export function isWholeRepair(file: Stored, repair: Repair): boolean {
  const [given, fixed] = [read(file, file.bytes), read({ ...file, repair }, repair.bytes)]
  return merged(given, fixed, repair) !== undefined
}

function read(
  file: Stored,
  bytes: Uint8Array,
  beside: Beside = {},
): Read & { readonly csv: FileReport } {
  const rows: ReadRow[] = []
  const checked = checkDeviceCsv(bytes, {
    ...optionsOf(file, bytes !== file.bytes),
    ...beside,
    onRow: ({ row, positions }) => rows.push({ row, positions }),
  })
  const findings = checked.findings.filter(({ code }) => !unsaid.has(code))
  return { findings, rows, csv: checked }
}

function doubtsOf({ findings, rows }: Read): readonly Finding[] {
  const proof = new FileProof()
  for (const row of rows) proof.add(row)
  return importStops(findings, proof, { accepted: new Set(), replaced: new Set() }).stops
}

export function isDecided({ doubts, accepted }: Judged): boolean {
  return doubts.every(({ code }) => accepted?.has(code))
}

export function mayBeSent({ fault, csv }: Judged): boolean {
  return fault === undefined && sendable.has(csv.kind)
}

export function goodRows(file: Judged) {
  if (!mayBeSent(file) || !isDecided(file)) return []
  return file.csv.rows.filter(({ line }) => !file.bad.has(line))
}
