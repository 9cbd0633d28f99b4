/**
 * A background runner: works until nothing is due, then waits to be woken or for the next
 * look. What is due is storage's to say, so any number of servers may run it on one database.
 */
import { setTimeout as pause } from 'node:timers/promises'

/** ms between two slices; a slice takes some fifty. */
const turn = 2

export type Runner = {
  /** There may be work now. */
  wake(): void
  /** Stops after the current slice; nothing new is started. */
  stop(): Promise<void>
}

export type RunnerOptions = {
  /** Decides one slice; false = nothing is due. */
  readonly decideNext: () => Promise<boolean>
  /** Told of each failure; the slice is tried again later. */
  readonly onError: (error: unknown) => void
  /** Slices worked on at once: while one waits for the disk another is decoded. */
  readonly width?: number
  /** Longest wait between two looks, in ms. */
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
      // Taken before looking, so that work which arrives while looking cuts the wait short.
      const { signal } = waiting
      const busy = await decideNext().catch((error: unknown) => {
        onError(error)
        return false
      })
      // After a slice a moment's rest, so that a server that has just heard of the work gets its turn.
      if (busy) await pause(turn)
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

/** A wait that is cut short has done its work. */
async function quietly(wait: Promise<void>): Promise<void> {
  await wait.catch(() => undefined)
}
