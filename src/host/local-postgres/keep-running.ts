/**
 * The local PostgreSQL for as long as the server runs: one that ends by itself (killed, out of memory, a full disk) is
 * started again on the same address, a few times and no more. What was acknowledged is in its log on disk.
 */
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
  /** How often it may end within so many ms. */
  readonly times: number
  readonly within: number
}

const usualLimits: KeepLimits = { times: 5, within: 600_000 }

export async function keepLocalPostgres(
  options: LocalPostgresOptions & { readonly log: (message: string) => void },
  limits: KeepLimits = usualLimits,
): Promise<KeptPostgres> {
  const first = await startLocalPostgres(options)
  let current = Promise.resolve(first)
  let isStopping = false

  async function again(ended: LocalPostgresError, times: number): Promise<void> {
    options.log(
      `${ended.message}\nStarting it again (${times} of ${limits.times} times in ${Math.round(limits.within / 60_000)} minutes). Requests are answered 503 meanwhile, and nothing that was acknowledged is lost.`,
    )
    current = startLocalPostgres(options)
    const { connectionString, stop } = await current
    if (connectionString === first.connectionString) return
    await stop()
    throw ended
  }

  async function watch(): Promise<LocalPostgresError> {
    let ends: number[] = []
    for (;;) {
      const ended = await (await current).exited
      if (ended === undefined || isStopping) return await new Promise(() => {})
      const now = performance.now()
      ends = [...ends.filter((each) => now - each < limits.within), now]
      if (ends.length > limits.times) return tooOften(ended, limits)
      await again(ended, ends.length)
    }
  }

  const lost = watch().catch((error: LocalPostgresError) => error)
  return {
    connectionString: first.connectionString,
    lost,
    async stop() {
      isStopping = true
      const last: LocalPostgres | undefined = await current.catch(() => undefined)
      await last?.stop()
    },
  }
}

function tooOften(ended: LocalPostgresError, { times, within }: KeepLimits): LocalPostgresError {
  return new LocalPostgresError(
    ended.code,
    `${ended.message}\nIt was started again ${times} times in ${Math.round(within / 60_000)} minutes and ended each time: Taxiway stops. See to what its log says (memory, disk), then start Taxiway again; nothing that was acknowledged is lost.`,
    { cause: ended },
  )
}
