/**
 * Sends the waiting rows of a receipt in chunks, each row once.
 *
 * A chunk whose answer got lost may or may not have arrived; the server is then asked which of its
 * importIds exist, and only the others are sent again.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Graph } from '../graph/client.ts'
import { GraphError, NoAnswer } from '../graph/failures.ts'
import type { ReceiptRow } from './receipt.ts'
import { findByImportIds, type Imported, postImport, type Submission, verdictOf } from './wire.ts'

export type Job = {
  readonly graph: Graph
  /** What to send for a row that is still `waiting`. */
  readonly submissionFor: (row: ReceiptRow) => Submission
  /** Keeps the receipt; called whenever rows have changed. */
  readonly save: () => Promise<void>
}

/** The only number Microsoft states is the portal's 500 rows per file (documented). */
export const chunkSize = 500

const attempts = 5
const pauseMs = 1000

/** Sends every row of `rows` that is `waiting`; afterwards each is `sent`, decided or `refused`. */
export async function upload(job: Job, rows: readonly ReceiptRow[]): Promise<void> {
  const waiting = rows.filter(({ status }) => status === 'waiting')
  for (let start = 0; start < waiting.length; start += chunkSize) {
    await sendChunk(job, waiting.slice(start, start + chunkSize))
  }
}

/** Finds out what became of rows that were being sent when their answer got lost. */
export async function settleUnsure(job: Job, rows: readonly ReceiptRow[]): Promise<void> {
  const unsure = new Map(
    rows.filter(({ status }) => status === 'sending').map((row) => [row.importId, row]),
  )
  if (unsure.size === 0) return
  const found = await findByImportIds(job.graph, new Set(unsure.keys()))
  for (const imported of found) {
    const row = unsure.get(imported.importId ?? '')
    if (row !== undefined) note(row, imported)
  }
  for (const row of unsure.values()) if (row.status === 'sending') row.status = 'waiting'
  await job.save()
}

/** Writes into `row` what the server says about it. */
export function note(row: ReceiptRow, imported: Imported): void {
  row.id = imported.id
  row.status = 'sent'
  const verdict = verdictOf(imported)
  if (verdict !== undefined) Object.assign(row, verdict)
}

async function sendChunk(job: Job, chunk: readonly ReceiptRow[]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const rows = chunk.filter(({ status }) => status === 'waiting')
    if (rows.length === 0) return
    const trouble = await sendOnce(job, rows)
    if (trouble === undefined) return
    if (trouble instanceof GraphError) return refuseOrHalve(job, rows, trouble)
    if (trouble.mayStillArrive || attempt === attempts) throw trouble
    await sleep(pauseMs)
    await settleUnsure(job, rows)
  }
}

/** Graph refuses a whole request for one row that it cannot read, so the others are sent without it. */
async function refuseOrHalve(
  job: Job,
  rows: readonly ReceiptRow[],
  { message }: GraphError,
): Promise<void> {
  if (rows.length === 1) {
    for (const row of rows) Object.assign(row, { status: 'refused', message })
    return job.save()
  }
  const middle = Math.ceil(rows.length / 2)
  await sendChunk(job, rows.slice(0, middle))
  await sendChunk(job, rows.slice(middle))
}

/** Sends `rows` once; answers the trouble that the rows themselves or a lost answer make. */
async function sendOnce(
  job: Job,
  rows: readonly ReceiptRow[],
): Promise<NoAnswer | GraphError | undefined> {
  const submissions = rows.map((row) => job.submissionFor(row))
  mark(rows, 'sending')
  await job.save()
  try {
    noteAll(rows, await postImport(job.graph, submissions))
    return undefined
  } catch (error) {
    if (error instanceof NoAnswer) return error
    // A refused connection or a refusing answer: nothing arrived.
    mark(rows, 'waiting')
    if (error instanceof GraphError && isAboutTheRows(error)) return error
    throw error
  } finally {
    await job.save()
  }
}

function noteAll(rows: readonly ReceiptRow[], answers: readonly Imported[]): void {
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
