/** A row of a receipt in the words of its end. */
import { explainRefusal } from 'taxiway-autopilot'
import { isDecided, type ReceiptRow } from './receipt/receipt.ts'

/** A row as `--json`, CSV and TSV print it; members that have no value are null. */
export type ReportRow = {
  readonly file: string
  readonly line: number
  readonly serialNumber: string
  readonly importId: string
  readonly registrationId: string | null
  /** Of a registered device: the one inside its hash, which the file's may differ from. */
  readonly registeredSerialNumber: string | null
  /** `unknown` is Graph's word for a row that has no verdict yet. */
  readonly status: 'complete' | 'error' | 'refused' | 'unknown'
  readonly errorCode: number | null
  readonly errorName: string | null
  /** The open conflict that the row waits in. */
  readonly conflictId: string | null
  /** Why the device may turn out unusable for its assigned user. */
  readonly userWarning: string | null
  readonly explanation: string | null
  /** What `--upsert` did. */
  readonly upsert: 'updated' | 'unchanged' | null
  /** Once `--watch` has seen the device in the list. */
  readonly profileState: string | null
}

export type Summary = {
  readonly complete: number
  readonly error: number
  readonly refused: number
  /** Rows without verdict. */
  readonly unknown: number
  /** Rows whose device was there and was changed. */
  readonly updated: number
  readonly seconds: number
}

export function reportRow(row: ReceiptRow): ReportRow {
  const { file, line, serialNumber, importId } = row
  return {
    file,
    line,
    serialNumber,
    importId,
    registrationId: row.registrationId ?? null,
    registeredSerialNumber: registeredSerialNumber(row),
    status: statusOf(row),
    errorCode: row.errorCode ?? null,
    errorName: row.errorName ?? null,
    conflictId: row.conflictId ?? null,
    userWarning: row.userWarning ?? null,
    explanation: explanationOf(row),
    upsert: row.upsert ?? null,
    profileState: row.profileState ?? null,
  }
}

export function registeredSerialNumber(row: ReceiptRow): string | null {
  return row.status === 'complete' ? (row.hashSerialNumber ?? row.serialNumber) : null
}

function statusOf(row: ReceiptRow): ReportRow['status'] {
  return isDecided(row) ? (row.status as 'complete' | 'error' | 'refused') : 'unknown'
}

export function explanationOf(row: ReceiptRow): string | null {
  if (row.status === 'complete') return null
  if (!isDecided(row)) return 'There is no verdict yet; look again with --resume.'
  if (row.errorName === undefined) return row.message ?? 'The server refused the row.'
  if (row.conflictId !== undefined)
    return `The row waits for a decision. See: taxiway conflicts show ${row.conflictId}`
  const { meaning, nextStep, command } = explainRefusal(row.errorName)
  if (row.message !== undefined) return row.message
  const sentence = `${meaning} ${nextStep}`
  return command === undefined ? sentence : `${sentence} See: ${command}`
}

export function summaryOf(rows: readonly ReceiptRow[], seconds: number): Summary {
  const counts = { complete: 0, error: 0, refused: 0, unknown: 0, updated: 0 }
  for (const row of rows) {
    counts[statusOf(row)] += 1
    if (row.upsert === 'updated') counts.updated += 1
  }
  return { ...counts, seconds: Math.round(seconds * 1000) / 1000 }
}
