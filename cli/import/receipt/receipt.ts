/**
 * The receipt of an import: a file that knows at every moment how far each row has got.
 *
 * It is written before anything is sent, and a row is marked `sending` before it is sent. So a run
 * that dies at any point can be taken up: rows marked `sending` are looked for on the server by
 * their importId, and only those that never arrived are sent again. It holds no hardware hashes.
 */

import { readFile } from 'node:fs/promises'
import type { Encoding } from 'taxiway-device-csv'
import { replaceFile } from '../../context/replace-file.ts'
import { unreadable } from '../../context/unreadable.ts'
import { CliError } from '../../exit.ts'

type RowStatus = 'waiting' | 'sending' | 'sent' | 'complete' | 'error' | 'refused'

export type ReceiptRow = {
  /** Path as the person wrote it. */
  readonly file: string
  /** 1-based line in the file. */
  readonly line: number
  readonly serialNumber: string
  readonly importId: string
  status: RowStatus
  /** The server's id of the record; absent until it is known. */
  id?: string
  registrationId?: string | null
  errorCode?: number
  /** The open conflict that the row waits in. */
  conflictId?: string
  /** What the server says of the assigned user. */
  userWarning?: string
  errorName?: string
  /** The server's own words, for a refused row; why it is not sent, for one left out. */
  message?: string
  /** What `--upsert` did to the device that was registered already. */
  upsert?: 'updated' | 'unchanged'
  /** What the list of devices says of its profile; absent until that was awaited. */
  profileState?: string
  /** It was accepted that this row is left out. */
  readonly leftOut?: true
  /** The serial number inside the hash, by which the device is registered, where the file has another. */
  readonly hashSerialNumber?: string
}

type ReceiptFile = {
  readonly file: string
  /** Absolute. */
  readonly path: string
  readonly sha256: string
}

const rowsInPiece = 1_000

export type Receipt = {
  readonly version: 1
  readonly startedAt: string
  readonly graph: string
  readonly tenant: string
  readonly files: readonly ReceiptFile[]
  /** Values that replace the file's for every row; absent means the file's own. */
  readonly groupTag?: string
  readonly assignedUser?: string
  /** What the person said that the files are in. */
  readonly encoding?: Encoding
  readonly rows: readonly ReceiptRow[]
}

/** The receipt in the file `path`; undefined when there is no such file. */
export async function readReceipt(path: string): Promise<Receipt | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw unreadable(path, error)
  })
  if (text === undefined) return undefined
  try {
    const receipt: Receipt = JSON.parse(text)
    if (receipt.version !== 1 || !Array.isArray(receipt.rows)) throw new Error('unknown version')
    return receipt
  } catch (cause) {
    throw new CliError(`${path} is not a receipt of taxiway import.`, {
      hint: 'Name the receipt that the import printed, or another file for a new one: --receipt <file>',
      cause,
    })
  }
}

/** Replaces the file `path` by `receipt` as it is now. */
export async function writeReceipt(path: string, receipt: Receipt): Promise<void> {
  try {
    await replaceFile(path, textOf(receipt))
  } catch (cause) {
    throw new CliError(`Cannot write the receipt ${path}: ${(cause as Error).message}`, {
      hint: 'Free some space or choose another place: --receipt <file>',
      cause,
    })
  }
}

/** Piece by piece: the text of a large receipt is as large as all else that an import holds. */
function* textOf({ rows, ...rest }: Receipt): Generator<string> {
  const head = JSON.stringify({ ...rest, rows: [] }, undefined, 1)
  yield head.slice(0, head.lastIndexOf(']'))
  for (let from = 0; from < rows.length; from += rowsInPiece) {
    const some = rows.slice(from, from + rowsInPiece).map((row) => JSON.stringify(row))
    yield `${from === 0 ? '' : ','}\n  ${some.join(',\n  ')}`
  }
  yield `\n ]\n}\n`
}

/** Whether a row waits for a person on the server, whose decision can be read later. */
export function isHeld({ status, errorName, conflictId }: ReceiptRow): boolean {
  return status === 'error' && (conflictId !== undefined || errorName === 'ZtdDeviceIsNotUnique')
}

/** Whether a row has its verdict. */
export function isDecided({ status }: Pick<ReceiptRow, 'status'>): boolean {
  return status === 'complete' || status === 'error' || status === 'refused'
}

/** Whether some rows of the receipt went out and still wait for their verdict, or for being sent. */
export function isUnfinished({ rows }: Receipt): boolean {
  return rows.some(({ status }) => status !== 'waiting') && !rows.every(isDecided)
}
