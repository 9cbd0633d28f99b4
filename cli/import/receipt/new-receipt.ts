/** Where a receipt lies, and how a new one begins. */
import { randomUUID } from 'node:crypto'
import { access, constants } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Context } from '../../context/context-file.ts'
import { CliError } from '../../exit.ts'
import type { ImportRow } from '../files/import-row.ts'
import type { InputFile } from '../files/read-files.ts'
import { isUnfinished, type Receipt, type ReceiptRow, readReceipt } from './receipt.ts'

/** Values that replace those of the files for every row; absent means the file's own. */
export type Overrides = { readonly groupTag?: string; readonly assignedUser?: string }

/** In one piece: what Node returns is a chain of two dozen texts, which takes ten times the memory until it is read. */
function newImportId(): string {
  return Buffer.from(randomUUID()).toString()
}

/** A receipt in which every row waits. */
export function newReceipt(
  files: readonly InputFile[],
  { graph, tenant }: Context,
  given: Overrides & Pick<Receipt, 'encoding'>,
): Receipt {
  return {
    version: 1,
    startedAt: new Date().toISOString(),
    graph,
    tenant,
    files: files.map(({ file, path, sha256 }) => ({ file, path, sha256 })),
    ...given,
    rows: files.flatMap(({ file, rows, leftOut }) => [
      ...rows.map((row) => waiting(file, row)),
      ...leftOut.map(({ row, codes }) => ({
        file,
        line: row.line,
        serialNumber: row.serialNumber,
        importId: newImportId(),
        status: 'refused' as const,
        message: `Left out, as was accepted: ${codes.join(', ')}.`,
        leftOut: true as const,
      })),
    ]),
  }
}

function waiting(file: string, { line, serialNumber, hashSerialNumber }: ImportRow): ReceiptRow {
  const row = { file, line, serialNumber, importId: newImportId(), status: 'waiting' as const }
  return hashSerialNumber === undefined ? row : { ...row, hashSerialNumber }
}

/**
 * The path asked for, else beside the first file, else (where that folder cannot be written to) here.
 * Refuses to overwrite a receipt whose import is still open: rows would be imported twice.
 */
export async function receiptPathFor(first: string, asked: string | undefined): Promise<string> {
  const path = asked ?? (await usualPath(first))
  const old = await readReceipt(path)
  if (old === undefined || !isUnfinished(old)) return path
  throw new CliError(`An earlier import of this file has not finished: ${path}`, {
    hint: `Finish it with: taxiway import --resume ${path}\nOr start a new receipt elsewhere: --receipt <file>`,
  })
}

async function usualPath(file: string): Promise<string> {
  const name = `${basename(file)}.receipt.json`
  const folder = dirname(file)
  const writable = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  )
  return writable ? join(folder, name) : name
}
