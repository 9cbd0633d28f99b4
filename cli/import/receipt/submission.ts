/** A row of a file as it is sent; the values of the command line win over the file's. */
import { type RefusalName, refusals } from 'taxiway-autopilot'
import type { ImportRow } from '../files/import-row.ts'
import type { InputFile } from '../files/read-files.ts'
import type { Submission } from '../wire.ts'
import type { Receipt, ReceiptRow } from './receipt.ts'

export type RowOf = (row: ReceiptRow) => ImportRow

/** Finds the rows of `files` that those of a receipt stand for. */
export function sourceRows(files: readonly InputFile[], { rows }: Receipt): RowOf {
  const byFile = new Map(files.map(({ file, rows: own }) => [file, own.values()]))
  const byImport = new Map<string, ImportRow>()
  for (const { file, line, importId, leftOut } of rows) {
    if (leftOut === true) continue
    // Those of a file have its order, also where several are in one line.
    const row = byFile.get(file)?.next().value
    if (row?.line === line) byImport.set(importId, row)
  }
  return ({ file, line, importId }) => {
    const row = byImport.get(importId)
    if (row === undefined) throw new Error(`${file} has lost its line ${line}`)
    return row
  }
}

/** What is sent for a row. */
export function submissionsOf(
  rowOf: RowOf,
  { groupTag, assignedUser }: Receipt,
): (row: ReceiptRow) => Submission {
  return (wanted) => {
    const row = rowOf(wanted)
    return {
      serialNumber: row.serialNumber,
      productKey: row.productKey,
      hardwareIdentifier: row.hash,
      groupTag: groupTag ?? row.groupTag,
      assignedUserPrincipalName: assignedUser ?? row.assignedUser,
      importId: wanted.importId,
    }
  }
}

/**
 * Refuses here the rows whose hash is not Base64 at all: Graph answers 400 to the whole request for
 * one of them (documented, Autopilot troubleshooting FAQ), and the verdict would be this one anyway.
 */
export function refuseUnsendable(rows: readonly ReceiptRow[], rowOf: RowOf): void {
  for (const row of rows) {
    if (row.status !== 'waiting' || rowOf(row).isBase64) continue
    Object.assign(row, {
      status: 'refused',
      errorCode: refusals.InvalidZtdHardwareHash.code,
      errorName: 'InvalidZtdHardwareHash' satisfies RefusalName,
    })
  }
}
