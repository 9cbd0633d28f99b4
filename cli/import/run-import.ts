/**
 * One import from its receipt to its last verdict, whether it starts or is taken up again.
 *
 * All truth is in the receipt; this module only moves its rows on and keeps it on disk.
 */

import { isMicrosoft } from 'taxiway-autopilot'
import { type Graph, GraphError } from 'taxiway-graph-client'
import { CliError, type ExitCode, exitCodes } from '../exit.ts'
import { withHint } from '../graph/failures.ts'
import { counted, type Output } from '../output.ts'
import { startProgress } from '../progress.ts'
import { awaitDevices, isThrough, type Stage } from './await-devices.ts'
import type { InputFile } from './read-files.ts'
import { isDecided, isHeld, type Receipt, type ReceiptRow, writeReceipt } from './receipt.ts'
import { report, type Summary } from './report.ts'
import { refuseUnsendable, submissionsOf } from './submission.ts'
import { chunkSize, type Job, settleUnsure, upload } from './upload.ts'
import { upsert } from './upsert.ts'
import { quickPace, slowPace, watch } from './watch.ts'
import { collection } from './wire.ts'

export type Run = {
  readonly graph: Graph
  readonly output: Output
  readonly receipt: Receipt
  readonly receiptPath: string
  readonly files: readonly InputFile[]
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
async function follow({ graph, receipt, files, output, until, ...run }: Run): Promise<void> {
  if (!run.wait) return
  if (run.upsert) {
    const submissionFor = submissionsOf(files, receipt)
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
  const { graph, receipt, files } = run
  const submissionFor = submissionsOf(files, receipt)
  await settleUnsure(graph, receipt.rows)
  refuseUnsendable(receipt.rows, submissionFor)

  // Microsoft asks that one batch is finished before the next is sent (documented).
  const size = isMicrosoft(graph.origin) && run.wait ? chunkSize : receipt.rows.length
  for (let start = 0; start < receipt.rows.length; start += size) {
    const rows = receipt.rows.slice(start, start + size)
    await sendRows(run, rows, submissionFor)
    if (run.wait && !(await awaitVerdicts(run, rows))) return
  }
}

async function sendRows(
  { graph, receipt, receiptPath, output }: Run,
  rows: readonly ReceiptRow[],
  submissionFor: Job['submissionFor'],
): Promise<void> {
  const waiting = rows.filter(({ status }) => status === 'waiting').length
  const progress = startProgress({ title: 'Sending', total: waiting }, output)
  try {
    const save = () => writeReceipt(receiptPath, receipt)
    await upload({ graph, submissionFor, save, sent: progress.update }, rows)
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
  let savedAt = performance.now()
  const looked = async () => {
    progress.update(rows.filter(isDecided).length, failures(rows))
    if (performance.now() - savedAt < saveEveryMs) return
    await writeReceipt(receiptPath, receipt)
    savedAt = performance.now()
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

/** Deletes the server's records of decided rows; the verdicts stand, whether that works or not. */
async function cleanUp({ graph, receipt, output }: Run): Promise<void> {
  const left: string[] = []
  try {
    for (const row of receipt.rows) {
      // The decision about a row that waits is read from its record.
      if (row.id === undefined || !isDecided(row) || isHeld(row)) continue
      left.push(...(await removeRecord(graph, row.id)))
    }
  } catch (error) {
    const failure = withHint(error)
    if (!(failure instanceof CliError)) throw error
    left.push(failure.message)
  }
  const [first] = left
  if (first !== undefined)
    output.warn(`Not all import records were deleted on the server: ${first}`)
}

/** What a record that the server keeps was refused with, which holds up no other; one that is gone is what was wanted. */
async function removeRecord(graph: Graph, id: string): Promise<readonly string[]> {
  try {
    await graph.remove(`${collection}/${encodeURIComponent(id)}`)
    return []
  } catch (error) {
    if (!(error instanceof GraphError) || error.status === 401) throw error
    return error.status === 404 ? [] : [error.message]
  }
}

function exitCodeFor({ error, refused, unknown }: Summary, waited: boolean): ExitCode {
  if (waited && unknown > 0) return exitCodes.tryLater
  return error + refused > 0 ? exitCodes.findings : exitCodes.ok
}

/** A failure in the middle: whatever it was, the receipt allows to go on. */
function resumable(thrown: unknown, receiptPath: string): unknown {
  const error = withHint(thrown)
  if (!(error instanceof CliError)) return error
  const resume = `Then continue with: taxiway import --resume ${receiptPath}`
  return new CliError(error.message, {
    exitCode: error.exitCode === exitCodes.usage ? exitCodes.tryLater : error.exitCode,
    hint: [error.hint, resume].filter(Boolean).join('\n'),
    cause: error,
  })
}

function leave(receiptPath: string): never {
  process.stderr.write(`\nStopped. Continue with: taxiway import --resume ${receiptPath}\n`)
  process.exit(exitCodes.tryLater)
}
