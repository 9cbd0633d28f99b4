/** Work that is done again and again while the server runs, such as sweeping up what has expired. */
import { setTimeout as pause } from 'node:timers/promises'

export type Repeated = {
  /** Stops after the current work. */
  stop(): Promise<void>
}

export type RepeatOptions = {
  readonly work: () => Promise<void>
  /** From one end to the next beginning. */
  readonly everySeconds: number
  /** Told of each failure; the work is tried again at its next time. */
  readonly onError: (error: unknown) => void
}

/** The first time is at once. */
export function repeat({ work, everySeconds, onError }: RepeatOptions): Repeated {
  const stopping = new AbortController()
  const { signal } = stopping

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await work().catch(onError)
      await pause(everySeconds * 1000, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }

  const running = run()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}
