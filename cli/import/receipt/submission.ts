/** A row of a file as it is sent; the values of the command line win over the file's. */
import { type RefusalName, refusals } from 'taxiway-autopilot'
import type { DeviceRow } from 'taxiway-device-csv'
import type { InputFile } from '../files/read-files.ts'
import type { Submission } from '../wire.ts'
import type { Receipt, ReceiptRow } from './receipt.ts'

/** Finds what to send for a row of `receipt` in `files`. */
export function submissionsOf(
  files: readonly InputFile[],
  { groupTag, assignedUser, rows }: Receipt,
): (row: ReceiptRow) => Submission {
  const found = new Map<string, DeviceRow>()
  const number = numbering()
  for (const { file, rows: own } of files)
    for (const row of own) found.set(number({ file, line: row.line }), row)
  const again = numbering()
  const byImport = new Map(
    rows
      .filter(({ leftOut }) => leftOut !== true)
      .map((row) => [row.importId, found.get(again(row))] as const),
  )
  return (wanted) => {
    const row = byImport.get(wanted.importId)
    if (row === undefined) throw new Error(`${wanted.file} has lost its line ${wanted.line}`)
    return {
      serialNumber: row.serialNumber,
      productKey: row.productKey,
      hardwareIdentifier: row.hardwareHash,
      groupTag: groupTag ?? row.groupTag,
      assignedUserPrincipalName: assignedUser ?? row.assignedUser,
      importId: wanted.importId,
    }
  }
}

/** Names rows by file and line; of several in one line, as where a line end was lost, each has a number. */
function numbering(): (place: { readonly file: string; readonly line: number }) => string {
  const counts = new Map<string, number>()
  return ({ file, line }) => {
    const place = `${line}:${file}`
    const count = (counts.get(place) ?? 0) + 1
    counts.set(place, count)
    return `${count}:${place}`
  }
}

/**
 * Refuses here the rows whose hash is not Base64 at all: Graph answers 400 to the whole request for
 * one of them (documented, Autopilot troubleshooting FAQ), and the verdict would be this one anyway.
 */
export function refuseUnsendable(
  rows: readonly ReceiptRow[],
  submissionFor: (row: ReceiptRow) => Submission,
): void {
  for (const row of rows) {
    if (row.status !== 'waiting') continue
    if (/^[A-Za-z0-9+/]*={0,2}$/.test(submissionFor(row).hardwareIdentifier)) continue
    Object.assign(row, {
      status: 'refused',
      errorCode: refusals.InvalidZtdHardwareHash.code,
      errorName: 'InvalidZtdHardwareHash' satisfies RefusalName,
    })
  }
}
