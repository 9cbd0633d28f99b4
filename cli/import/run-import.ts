/**
 * One import from its receipt to its last verdict, whether it starts or is taken up again.
 *
 * All truth is in the receipt; this module only moves its rows on and keeps it on disk.
 */
import { isMicrosoft } from 'taxiway-autopilot'
import type { Graph } from 'taxiway-graph-client'
import { type ExitCode, exitCodes } from '../exit.ts'
import { counted, type Output } from '../terminal/output.ts'
import { startProgress } from '../terminal/progress.ts'
import { awaitDevices, isThrough, type Stage } from './await-devices.ts'
import { cleanUp } from './clean-up.ts'
import { exitCodeFor, leave, resumable } from './end-of-import.ts'
import { isDecided, type Receipt, type ReceiptRow, writeReceipt } from './receipt/receipt.ts'
import { refuseUnsendable, type SourceRows } from './receipt/submission.ts'
import { report } from './report.ts'
import { chunkSize, settleUnsure, upload } from './upload.ts'
import { upsert } from './upsert.ts'
import { quickPace, slowPace, watch } from './watch.ts'
import { collection } from './wire.ts'

export type Run = {
  readonly graph: Graph
  readonly output: Output
  readonly receipt: Receipt
  readonly receiptPath: string
  readonly sources: SourceRows
  readonly wait: boolean
  /** Whether devices that were registered already are brought to the values of the file. */
  readonly upsert: boolean
  /** Up to what each row is followed after its verdict. */
  readonly stage: Stage
  /** Whether the server's records of this import are deleted once they are read. */
  readonly cleanUp: boolean
  /** When to give up waiting, on the clock of `performance.now()`. */
  readonly until: number
}

/** A receipt is saved this often at most while verdicts come, and never for more than a twentieth of the time. */
const saveEveryMs = 2000

/** A person's wish to stop, and a service manager's. */
const signals = ['SIGINT', 'SIGTERM'] as const

/** Runs to the end, prints the result and answers the exit code. */
export async function runImport(run: Run): Promise<ExitCode> {
  const { graph, receipt, receiptPath, output } = run
  const started = performance.now()
  // Proves address, certificate, sign-in and permission before a receipt says that anything began.
  await graph.get(`${collection}?$top=1`)
  await writeReceipt(receiptPath, receipt)
  output.say(`Receipt: ${receiptPath}`)

  const interrupted = () => leave(receiptPath)
  for (const signal of signals) process.once(signal, interrupted)
  try {
    await sendAndWatch(run)
    await follow(run)
  } catch (error) {
    throw resumable(error, receiptPath)
  } finally {
    for (const signal of signals) process.off(signal, interrupted)
    await writeReceipt(receiptPath, receipt)
  }
  const seconds = (performance.now() - started) / 1000
  const summary = report(output, receipt, { path: receiptPath, seconds })
  if (run.cleanUp) await cleanUp(run)
  if (summary.unknown > 0) output.warn(`See the rest with: taxiway import --resume ${receiptPath}`)
  const late = receipt.rows.filter((row) => row.status === 'complete' && !isThrough(row, run.stage))
  if (late.length > 0 && run.wait) {
    const what =
      run.stage === 'visible' ? 'not in the list of devices' : 'without a deployment profile'
    output.warn(
      `${counted(late.length, 'device')} still ${what}. Look again: taxiway devices verify --from <file>`,
    )
    return exitCodes.tryLater
  }
  return exitCodeFor(summary, run.wait)
}

/** What is done with the devices when the verdicts are there. */
async function follow({ graph, receipt, sources, output, until, ...run }: Run): Promise<void> {
  if (!run.wait) return
  if (run.upsert) {
    const submissionFor = (row: ReceiptRow) => sources.submission(row)
    await upsert({ graph, output, submissionFor }, receipt.rows)
  }
  const { stage } = run
  if (stage === 'registered') return
  const total = receipt.rows.filter(({ status }) => status === 'complete').length
  const progress = startProgress(
    { title: stage === 'visible' ? 'Visible' : 'Profiles', total, until },
    output,
  )
  const pace = isMicrosoft(graph.origin) ? slowPace : quickPace
  try {
    await awaitDevices({ graph, stage, pace, until, looked: progress.update }, receipt.rows)
  } finally {
    progress.stop()
  }
}

async function sendAndWatch(run: Run): Promise<void> {
  const { graph, receipt, sources } = run
  await settleUnsure(graph, receipt.rows)
  refuseUnsendable(receipt.rows, sources)

  // Microsoft asks that one batch is finished before the next is sent (documented).
  const size = isMicrosoft(graph.origin) && run.wait ? chunkSize : receipt.rows.length
  for (let start = 0; start < receipt.rows.length; start += size) {
    const rows = receipt.rows.slice(start, start + size)
    await sendRows(run, rows)
    if (!run.upsert) sources.forget(rows)
    if (run.wait && !(await awaitVerdicts(run, rows))) return
  }
}

async function sendRows(
  { graph, receipt, receiptPath, sources, output, upsert: isNeededLater }: Run,
  rows: readonly ReceiptRow[],
): Promise<void> {
  const waiting = rows.filter(({ status }) => status === 'waiting').length
  const progress = startProgress({ title: 'Sending', total: waiting }, output)
  try {
    const save = () => writeReceipt(receiptPath, receipt)
    const submissionFor = (row: ReceiptRow) => sources.submission(row)
    const sent = (done: number, chunk: readonly ReceiptRow[]) => {
      progress.update(done)
      if (!isNeededLater) sources.forget(chunk)
    }
    await upload({ graph, submissionFor, save, sent }, rows)
  } finally {
    progress.stop()
  }
}

/** True when all rows are decided, false when time was up first. */
async function awaitVerdicts(
  { graph, receipt, receiptPath, output, until }: Run,
  rows: readonly ReceiptRow[],
): Promise<boolean> {
  const pace = isMicrosoft(graph.origin) ? slowPace : quickPace
  const progress = startProgress({ title: 'Deciding', total: rows.length, until }, output)
  let saveAt = performance.now() + saveEveryMs
  const looked = async () => {
    progress.update(rows.filter(isDecided).length, failures(rows))
    const started = performance.now()
    if (started < saveAt) return
    await writeReceipt(receiptPath, receipt)
    const ended = performance.now()
    saveAt = ended + Math.max(saveEveryMs, 20 * (ended - started))
  }
  try {
    return await watch({ graph, pace, until, looked }, rows)
  } finally {
    progress.stop()
  }
}

function failures(rows: readonly ReceiptRow[]): string {
  const count = rows.filter((row) => isDecided(row) && row.status !== 'complete').length
  return count === 0 ? '' : `${count} failed`
}
