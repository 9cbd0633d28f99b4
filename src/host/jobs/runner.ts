/**
 * A background runner: works until nothing is due, then waits to be woken or for the next poll.
 * Storage decides what is due, so any number of servers may run it on one database.
 */
import { setTimeout as pause } from 'node:timers/promises'

/** Ms between two slices; a slice takes about fifty. */
const pauseBetweenSlices = 2

export type Runner = {
  /** There may be work now. */
  wake(): void
  /** Stops after the current slice; nothing new is started. */
  stop(): Promise<void>
}

export type RunnerOptions = {
  /** Decides one slice; false: nothing is due. */
  readonly decideNext: () => Promise<boolean>
  /** Called for each failure; the slice is retried later. */
  readonly onError: (error: unknown) => void
  /** Slices in progress at once: while one waits for the disk, another is decoded. */
  readonly width?: number
  /** The longest wait between two polls, in ms. */
  readonly idle?: number
}

export function startRunner({
  decideNext,
  onError,
  width = 2,
  idle = 1_000,
}: RunnerOptions): Runner {
  const stopping = new AbortController()
  let waiting = new AbortController()

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      // Taken before polling, so that work which arrives meanwhile cuts the wait short.
      const { signal } = waiting
      const busy = await decideNext().catch((error: unknown) => {
        onError(error)
        return false
      })
      // A short pause after each slice gives other servers on the same database their turn.
      if (busy) await pause(pauseBetweenSlices)
      else
        await quietly(
          pause(idle, undefined, { signal: AbortSignal.any([signal, stopping.signal]) }),
        )
    }
  }

  const loops = Array.from({ length: width }, run)
  return {
    wake() {
      const woken = waiting
      waiting = new AbortController()
      woken.abort()
    },
    async stop() {
      stopping.abort()
      await Promise.all(loops)
    },
  }
}

/** Resolves also when the wait is cut short. */
async function quietly(wait: Promise<void>): Promise<void> {
  await wait.catch(() => undefined)
}
