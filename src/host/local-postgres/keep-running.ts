/**
 * Keeps the local PostgreSQL running as long as the server does: if it ends by itself (killed, out of memory, full disk),
 * it is restarted on the same address, at once and then after growing pauses. Acknowledged data is in its log on disk.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { LocalPostgresError } from './errors.ts'
import { type LocalPostgresOptions, startLocalPostgres } from './start-local-postgres.ts'
import type { LocalPostgres } from './supervise.ts'

export type KeptPostgres = {
  readonly connectionString: string
  /** Resolves to the reason when it cannot be kept running. */
  readonly lost: Promise<LocalPostgresError>
  stop(): Promise<void>
}

export type KeepLimits = {
  /** Seconds before each attempt; after the last one we give up. */
  readonly pauses: readonly number[]
  /** After it has run for this many ms, the attempts are counted anew. */
  readonly stableAfter: number
}

/** Half an hour in all: enough time to free some disk space. */
const defaultLimits: KeepLimits = {
  pauses: [0, 1, 2, 5, 10, 20, ...Array<number>(58).fill(30)],
  stableAfter: 600_000,
}

type Options = LocalPostgresOptions & { readonly log: (message: string) => void }

export async function keepLocalPostgres(
  options: Options,
  { pauses, stableAfter }: KeepLimits = defaultLimits,
): Promise<KeptPostgres> {
  const first = await startLocalPostgres(options)
  const stopping = new AbortController()
  const { signal } = stopping
  let current: Promise<LocalPostgres> = Promise.resolve(first)

  /** Why it is no longer running; never resolves once `stop` was called. */
  async function untilItEnds(): Promise<LocalPostgresError> {
    try {
      const { connectionString, exited } = await current
      const ended = await exited
      if (ended === undefined || signal.aborted) return await new Promise(() => {})
      if (connectionString === first.connectionString) return ended
      throw ended
    } catch (error) {
      if (error instanceof LocalPostgresError) return error
      const what = 'The local database could not be started again'
      return new LocalPostgresError('did-not-start', `${what}: ${error}`, { cause: error })
    }
  }

  async function watch(): Promise<LocalPostgresError> {
    let attempts = 0
    for (;;) {
      const start = performance.now()
      const ended = await untilItEnds()
      if (performance.now() - start > stableAfter) attempts = 0
      const seconds = pauses[attempts++]
      if (seconds === undefined) return gaveUp(ended, pauses.length)
      options.log(inWords(ended, seconds))
      await pause(seconds * 1_000, undefined, { signal })
      current = startLocalPostgres(options)
      current.catch(() => undefined)
    }
  }

  return {
    connectionString: first.connectionString,
    // A pause is cut short only when the server is being stopped.
    lost: watch().catch(() => new Promise<never>(() => {})),
    async stop() {
      stopping.abort()
      const last = await current.catch(() => undefined)
      await last?.stop()
    },
  }
}

function inWords({ message }: LocalPostgresError, seconds: number): string {
  const when = seconds === 0 ? 'at once' : `in ${seconds} s`
  return `${message}\nIt will be restarted ${when}. Meanwhile requests are answered with 503; no acknowledged data is lost.`
}

function gaveUp(ended: LocalPostgresError, times: number): LocalPostgresError {
  return new LocalPostgresError(
    ended.code,
    `${ended.message}\nIt was restarted ${times} times and ended each time: Taxiway stops. Fix what its log reports (memory, disk), then start Taxiway again; no acknowledged data is lost.`,
    { cause: ended },
  )
}
