/**
 * Progress of a long command, on standard error: a bar with counts and times on a terminal,
 * a plain line every few seconds elsewhere (logs), nothing with `--quiet`.
 */
import { createRequire } from 'node:module'
import type { Output } from './output.ts'
import { progressLine, progressWords, type Standing } from './progress-line.ts'

export type Progress = {
  /** `done` of the total so far; `note` is a few words about the rest, absent means none. */
  update(done: number, note?: string): void
  stop(): void
}

export type Task = {
  readonly title: string
  readonly total: number
  /** When the command gives up, on the clock of `performance.now()`; absent means never. */
  readonly until?: number
}

const lineEveryMs = 5000

/** Starts to show how much of a task is done; the caller must `stop()` it, also on failure. */
export function startProgress(task: Task, output: Output): Progress {
  if (output.quiet || task.total === 0) return { update: () => undefined, stop: () => undefined }
  return process.stderr.isTTY === true ? bar(task) : lines(task)
}

function standingOf({ title, total, until }: Task) {
  const started = performance.now()
  return (done: number, note: string): Standing => {
    const now = performance.now()
    const limit = until === undefined || !Number.isFinite(until) ? {} : { limitMs: until - now }
    return { title, total, done, note, elapsedMs: now - started, ...limit }
  }
}

const require = createRequire(import.meta.url)

function bar(task: Task): Progress {
  // Only at a terminal: without it other commands start earlier.
  const { SingleBar }: typeof import('cli-progress') = require('cli-progress')
  const standing = standingOf(task)
  let note = ''
  const shown = new SingleBar({
    stream: process.stderr,
    format: (_, { value }) => progressLine(standing(value, note), process.stderr.columns ?? 80),
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
  })
  const stop = () => {
    process.off('exit', stop)
    for (const signal of signals) process.off(signal, interrupted)
    shown.stop()
  }
  /** The terminal gets its cursor back; then another listener decides, or the process ends as it would without us. */
  const interrupted = (signal: NodeJS.Signals) => {
    stop()
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
  }
  for (const signal of signals) process.on(signal, interrupted)
  process.on('exit', stop)
  shown.start(task.total, 0)
  return {
    update: (done, about = '') => {
      note = about
      shown.update(done)
    },
    stop,
  }
}

const signals = ['SIGINT', 'SIGTERM'] as const

function lines(task: Task): Progress {
  const standing = standingOf(task)
  let next = performance.now() + lineEveryMs
  return {
    update: (done, note = '') => {
      if (performance.now() < next) return
      next = performance.now() + lineEveryMs
      process.stderr.write(`${progressWords(standing(done, note))}\n`)
    },
    stop: () => undefined,
  }
}
