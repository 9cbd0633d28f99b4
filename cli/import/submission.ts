/** A row of a file as it is sent; the values of the command line win over the file's. */
import { type RefusalName, refusals } from 'taxiway-autopilot'
import type { DeviceRow } from 'taxiway-device-csv'
import { repairPadding } from 'taxiway-hardware-hash'
import type { InputFile } from './read-files.ts'
import type { Receipt, ReceiptRow } from './receipt.ts'
import type { Submission } from './wire.ts'

/** Finds what to send for a row of `receipt` in `files`. */
export function submissionsOf(
  files: readonly InputFile[],
  { groupTag, assignedUser }: Receipt,
): (row: ReceiptRow) => Submission {
  const rows = new Map<string, DeviceRow>()
  for (const { file, rows: own } of files) for (const row of own) rows.set(keyOf(file, row), row)
  return (wanted) => {
    const row = rows.get(keyOf(wanted.file, wanted))
    if (row === undefined) throw new Error(`${wanted.file} has lost its line ${wanted.line}`)
    return {
      serialNumber: row.serialNumber,
      productKey: row.productKey,
      hardwareIdentifier: repairPadding(row.hardwareHash).text,
      groupTag: groupTag ?? row.groupTag,
      assignedUserPrincipalName: assignedUser ?? row.assignedUser,
      importId: wanted.importId,
    }
  }
}

/**
 * Refuses here the rows whose hash is no Base64 at all: Graph answers 400 to the whole request for
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

function keyOf(file: string, { line }: { readonly line: number }): string {
  return `${line}:${file}`
}
