/**
 * Sends the waiting rows of a receipt in chunks, each row once.
 *
 * A chunk whose answer got lost may or may not have arrived; the server is then asked which of its
 * importIds exist, and only the others are sent again.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import { maxDevicesOf } from 'taxiway-autopilot'
import {
  ConnectionError,
  type Graph,
  GraphError,
  NoResponseError,
  UnexpectedAnswerError,
} from 'taxiway-graph-client'
import type { ReceiptRow } from './receipt/receipt.ts'
import {
  findByImportIds,
  postImport,
  type ReceiptOnServer,
  type Submission,
  verdictOf,
} from './wire.ts'

export type Job = {
  readonly graph: Graph
  /** What to send for a row. */
  readonly submissionFor: (row: ReceiptRow) => Submission
  /** Keeps the receipt as it is now. */
  readonly save: () => Promise<void>
  /** Told after each chunk how many rows are through so far, and which have just gone. */
  readonly sent: (rows: number, chunk: readonly ReceiptRow[]) => void
}

/** The only number Microsoft states is the portal's 500 rows per file (documented). */
export const chunkSize = maxDevicesOf('intune')

/** How long a request whose sender is gone may still be at work on the server before it is looked for. */
export const arrivalMs = 3000

const attempts = 5
/** The receipt of a large import is large itself: written 20 times, 20,000 rows took 5.1 s of processor time, instead of 3.7 s (measured). */
const maxSaves = 5

/** Sends every row of `rows` that is `waiting`; afterwards each is `sent`, decided or `refused`. */
export async function upload(job: Job, rows: readonly ReceiptRow[]): Promise<void> {
  const waiting = rows.filter(({ status }) => status === 'waiting')
  const chunks = slices(waiting, chunkSize)
  let done = 0
  for (const group of slices(chunks, Math.ceil(chunks.length / maxSaves))) {
    mark(group.flat(), 'sending')
    await job.save()
    for (const chunk of group) {
      await sendChunk(job, chunk)
      done += chunk.length
      job.sent(done, chunk)
    }
  }
  if (done > 0) await job.save()
}

/** Finds out what became of rows that are `sending`; those that never arrived are `waiting` again. */
export async function settleUnsure(graph: Graph, rows: readonly ReceiptRow[]): Promise<void> {
  const unsure = new Map(
    rows.filter(({ status }) => status === 'sending').map((row) => [row.importId, row]),
  )
  if (unsure.size === 0) return
  for (const imported of await findByImportIds(graph, new Set(unsure.keys()))) {
    const row = unsure.get(imported.importId ?? '')
    if (row !== undefined) note(row, imported)
  }
  for (const row of unsure.values()) if (row.status === 'sending') row.status = 'waiting'
}

/** Writes into `row` what the server says about it. */
export function note(row: ReceiptRow, imported: ReceiptOnServer): void {
  row.id = imported.id
  row.status = 'sent'
  // Deleting even what is not there would make the row several times as large.
  for (const name of verdictMembers) if (name in row) delete row[name]
  const verdict = verdictOf(imported)
  if (verdict !== undefined) Object.assign(row, verdict)
  const met = imported['@taxiway.registrationId']
  if (met !== undefined) row.registrationId = met
  const conflictId = imported['@taxiway.conflictId']
  if (conflictId !== undefined && imported['@taxiway.conflictState'] === 'open')
    row.conflictId = conflictId
  const userWarning = imported['assignedUserPrincipalName@taxiway.warning']
  if (userWarning !== undefined) row.userWarning = userWarning
}

/** A row that waited may have another verdict now. */
const verdictMembers = [
  'registrationId',
  'errorCode',
  'errorName',
  'conflictId',
  'userWarning',
] as const

/** Sends `rows`, which are `sending` in the receipt on disk already, in one request. */
async function sendChunk(job: Job, rows: readonly ReceiptRow[]): Promise<void> {
  let open = rows
  for (let attempt = 1; open.length > 0; attempt++) {
    const trouble = await sendOnce(job, open)
    if (trouble === undefined) return
    if (trouble instanceof GraphError) return refuseOrHalve(job, open, trouble)
    if (trouble.mayStillArrive || attempt === attempts) throw trouble
    await sleep(arrivalMs)
    await settleUnsure(job.graph, open)
    open = open.filter(({ status }) => status === 'waiting')
    mark(open, 'sending')
  }
}

/** Graph refuses a whole request for one row that it cannot read [documented], so the others are sent without it. */
async function refuseOrHalve(
  job: Job,
  rows: readonly ReceiptRow[],
  { message }: GraphError,
): Promise<void> {
  if (rows.length === 1) {
    for (const row of rows) Object.assign(row, { status: 'refused', message })
    return
  }
  for (const half of slices(rows, Math.ceil(rows.length / 2))) await sendChunk(job, half)
}

/** Sends `rows` once; answers the trouble that the rows themselves or a lost answer make. */
async function sendOnce(
  { graph, submissionFor }: Job,
  rows: readonly ReceiptRow[],
): Promise<NoResponseError | GraphError | undefined> {
  try {
    noteAll(rows, await postImport(graph, rows.map(submissionFor)))
    return undefined
  } catch (error) {
    if (error instanceof NoResponseError) return error
    if (error instanceof GraphError && isAboutTheRows(error)) return error
    if (isUnclear(error)) throw error
    // A refused connection or a refusing answer: nothing arrived.
    mark(rows, 'waiting')
    throw error
  }
}

/**
 * A success that nobody can read, or the way to another address: the rows stay `sending`, to be looked for before any
 * is sent again.
 */
function isUnclear(error: unknown): boolean {
  if (error instanceof ConnectionError) return error.fault === 'redirected'
  return error instanceof UnexpectedAnswerError
}

function noteAll(rows: readonly ReceiptRow[], answers: readonly ReceiptOnServer[]): void {
  const byImportId = new Map(answers.map((each) => [each.importId, each]))
  rows.forEach((row, index) => {
    const answer = byImportId.get(row.importId) ?? answers[index]
    if (answer !== undefined) note(row, answer)
  })
}

function isAboutTheRows({ status }: GraphError): boolean {
  return status === 400 || status === 413 || status === 422
}

function mark(rows: readonly ReceiptRow[], status: ReceiptRow['status']): void {
  for (const row of rows) row.status = status
}

function slices<Entry>(all: readonly Entry[], size: number): readonly (readonly Entry[])[] {
  const count = size === 0 ? 0 : Math.ceil(all.length / size)
  return Array.from({ length: count }, (_, index) => all.slice(index * size, (index + 1) * size))
}
