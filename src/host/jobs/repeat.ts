/** Work repeated while the server runs, such as removing what has expired. */
import { setTimeout as pause } from 'node:timers/promises'

export type Repeated = {
  /** Stops after the current work. */
  stop(): Promise<void>
}

export type RepeatOptions = {
  readonly work: () => Promise<void>
  /** From the end of one run to the start of the next. */
  readonly everySeconds: number
  /** Called for each failure; the next run tries again. */
  readonly onError: (error: unknown) => void
}

/** The first run starts at once. */
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
