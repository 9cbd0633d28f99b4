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

const lineEverySeconds = 5

/** Starts to show how much of `total` is done; the caller must `stop()` it, also on failure. */
export function startProgress(title: string, total: number, output: Output): Progress {
  if (output.quiet) return { update: () => undefined, stop: () => undefined }
  return process.stderr.isTTY === true ? bar(title, total) : lines(title, total)
}

function bar(title: string, total: number): Progress {
  const shown = new SingleBar(
    {
      stream: process.stderr,
      format: `${title} {bar} {value}/{total}  {note}  {duration_formatted} gone, {eta_formatted} left`,
      hideCursor: true,
      clearOnComplete: true,
      etaBuffer: 50,
    },
    Presets.shades_classic,
  )
  shown.start(total, 0, { note: '' })
  return {
    update: (done, note = '') => shown.update(done, { note }),
    stop: () => shown.stop(),
  }
}

function lines(title: string, total: number): Progress {
  const started = performance.now()
  let next = lineEverySeconds
  return {
    update: (done, note = '') => {
      const seconds = (performance.now() - started) / 1000
      if (seconds < next) return
      next = seconds + lineEverySeconds
      const left = timeLeft(done, total, seconds)
      process.stderr.write(
        `${[`${title} ${done}/${total}`, note, left].filter(Boolean).join(', ')}\n`,
      )
    },
    stop: () => undefined,
  }
}

function timeLeft(done: number, total: number, seconds: number): string {
  if (done === 0 || done === total) return ''
  return `about ${Math.ceil((seconds / done) * (total - done))} s left`
}
