/**
 * Progress of a long command, on standard error: a bar with counts and time left on a terminal,
 * a plain line every few seconds elsewhere (logs), nothing with `--quiet`.
 */
import { Presets, SingleBar } from 'cli-progress'
import type { Output } from './output.ts'

export type Progress = {
  /** `done` of the total so far; `note` is a few words about the rest, absent means none. */
  update(done: number, note?: string): void
  stop(): void
}

const lineEveryMs = 5000

/** Starts to show how much of `total` is done; the caller must `stop()` it, also on failure. */
export function startProgress(title: string, total: number, output: Output): Progress {
  if (output.quiet || total === 0) return { update: () => undefined, stop: () => undefined }
  return process.stderr.isTTY === true ? bar(title, total) : lines(title, total)
}

function bar(title: string, total: number): Progress {
  const started = performance.now()
  const shown = new SingleBar(
    {
      stream: process.stderr,
      format: `${title} {bar} {value}/{total}{note}{left}`,
      hideCursor: true,
      clearOnComplete: true,
    },
    Presets.shades_classic,
  )
  shown.start(total, 0, { note: '', left: '' })
  return {
    update: (done, note) => {
      const left = timeLeft(done, total, started)
      shown.update(done, { note: note ? `, ${note}` : '', left: left && `, ${left}` })
    },
    stop: () => shown.stop(),
  }
}

function lines(title: string, total: number): Progress {
  const started = performance.now()
  let next = started + lineEveryMs
  return {
    update: (done, note) => {
      if (performance.now() < next) return
      next = performance.now() + lineEveryMs
      const parts = [`${title} ${done}/${total}`, note, timeLeft(done, total, started)]
      process.stderr.write(`${parts.filter(Boolean).join(', ')}\n`)
    },
    stop: () => undefined,
  }
}

/** Words about the time left, if all goes on as so far; nothing at the very beginning and at the end. */
function timeLeft(done: number, total: number, started: number): string {
  if (done === 0 || done >= total) return ''
  const seconds = Math.ceil((((performance.now() - started) / done) * (total - done)) / 1000)
  if (seconds < 100) return `about ${seconds} s left`
  return `about ${Math.round(seconds / 60)} min left`
}
