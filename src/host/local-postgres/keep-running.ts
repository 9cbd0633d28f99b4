/**
 * The local PostgreSQL for as long as the server runs: one that ends by itself (killed, out of memory, a full disk) is
 * started again on the same address, at once and then after growing pauses. What was acknowledged is in its log on disk.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { LocalPostgresError } from './errors.ts'
import { type LocalPostgresOptions, startLocalPostgres } from './start-local-postgres.ts'
import type { LocalPostgres } from './supervise.ts'

export type KeptPostgres = {
  readonly connectionString: string
  /** Resolves when it cannot be kept running, to the reason. */
  readonly lost: Promise<LocalPostgresError>
  stop(): Promise<void>
}

export type KeepLimits = {
  /** Seconds before each attempt; after the last one it is given up. */
  readonly pauses: readonly number[]
  /** Once it has run for so many ms, all attempts are free again. */
  readonly wellAfter: number
}

/** Half an hour in all: time enough to free some disk. */
const usualLimits: KeepLimits = {
  pauses: [0, 1, 2, 5, 10, 20, ...Array<number>(58).fill(30)],
  wellAfter: 600_000,
}

type Options = LocalPostgresOptions & { readonly log: (message: string) => void }

export async function keepLocalPostgres(
  options: Options,
  { pauses, wellAfter }: KeepLimits = usualLimits,
): Promise<KeptPostgres> {
  const first = await startLocalPostgres(options)
  const stopping = new AbortController()
  const { signal } = stopping
  let current: Promise<LocalPostgres> = Promise.resolve(first)

  /** The reason why it is not running (any more); never, once it has been stopped. */
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
      const begun = performance.now()
      const ended = await untilItEnds()
      if (performance.now() - begun > wellAfter) attempts = 0
      const seconds = pauses[attempts++]
      if (seconds === undefined) return tooOften(ended, pauses.length)
      options.log(inWords(ended, seconds))
      await pause(seconds * 1_000, undefined, { signal })
      current = startLocalPostgres(options)
      current.catch(() => undefined)
    }
  }

  return {
    connectionString: first.connectionString,
    // A pause that is cut short belongs to a server that is being stopped.
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
  return `${message}\nIt is started again ${when}. Requests are answered 503 meanwhile, and nothing that was acknowledged is lost.`
}

function tooOften(ended: LocalPostgresError, times: number): LocalPostgresError {
  return new LocalPostgresError(
    ended.code,
    `${ended.message}\nIt was started again ${times} times and ended each time: Taxiway stops. See to what its log says (memory, disk), then start Taxiway again; nothing that was acknowledged is lost.`,
    { cause: ended },
  )
}
