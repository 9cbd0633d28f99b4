/** A row of a file as it is sent; the values of the command line win over the file's. */
import { type RefusalName, refusals } from 'taxiway-autopilot'
import type { ImportRow } from '../files/import-row.ts'
import type { InputFile } from '../files/read-files.ts'
import type { Submission } from '../wire.ts'
import type { Receipt, ReceiptRow } from './receipt.ts'

/** The member of a receipt's row that its file, which is JSON, does not get: a map of a fleet's rows would take as much memory as they. */
const source = Symbol('source')

type SourcedRow = ReceiptRow & { [source]?: ImportRow | undefined }

/** The rows of files that those of a receipt stand for, as long as something may have to be sent. */
export class SourceRows {
  readonly #receipt: Receipt

  constructor(files: readonly InputFile[], receipt: Receipt) {
    this.#receipt = receipt
    const byFile = new Map(files.map(({ file, rows: own }) => [file, own.values()]))
    for (const row of receipt.rows as readonly SourcedRow[]) {
      if (row.leftOut === true) continue
      // Those of a file have its order, also where several are in one line.
      const own = byFile.get(row.file)?.next().value
      if (own?.line === row.line) row[source] = own
    }
  }

  /** Throws when the file has no such row. */
  of({ file, line, [source]: own }: SourcedRow): ImportRow {
    if (own === undefined) throw new Error(`${file} has lost its line ${line}`)
    return own
  }

  /** What is sent for a row. */
  submission(wanted: ReceiptRow): Submission {
    const row = this.of(wanted)
    const { groupTag, assignedUser } = this.#receipt
    return {
      serialNumber: row.serialNumber,
      productKey: row.productKey,
      hardwareIdentifier: row.hash,
      groupTag: groupTag ?? row.groupTag,
      assignedUserPrincipalName: assignedUser ?? row.assignedUser,
      importId: wanted.importId,
    }
  }

  /** They are sent: those of a fleet need not be held while it is decided. */
  forget(rows: readonly ReceiptRow[]): void {
    for (const row of rows as readonly SourcedRow[]) row[source] = undefined
  }
}

/**
 * Refuses here the rows whose hash is not Base64 at all: Graph answers 400 to the whole request for
 * one of them (documented, Autopilot troubleshooting FAQ), and the verdict would be this one anyway.
 */
export function refuseUnsendable(rows: readonly ReceiptRow[], sources: SourceRows): void {
  for (const row of rows) {
    if (row.status !== 'waiting' || sources.of(row).isBase64) continue
    Object.assign(row, {
      status: 'refused',
      errorCode: refusals.InvalidZtdHardwareHash.code,
      errorName: 'InvalidZtdHardwareHash' satisfies RefusalName,
    })
  }
}
