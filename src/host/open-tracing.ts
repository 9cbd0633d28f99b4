/** Tracing, where a collector is named. Elsewhere its code is not loaded, and nothing is wrapped. */
import type { Tracing } from '../tracing/tracing.ts'
import type { Config } from './config.ts'
import type { Log } from './log.ts'

export async function tracingFor({ tracing }: Config, log: Log): Promise<Tracing> {
  if (tracing === undefined) return untraced
  const { openTracing } = await import('../tracing/tracing.ts')
  const onLost = (error: unknown, spans: number) =>
    log.warn({ err: error, spans }, 'spans could not be sent and are lost')
  return openTracing({ ...tracing, onLost })
}

const untraced: Tracing = {
  fetch: (next) => next,
  work: (_, next) => next,
  outbound: (next) => next,
  statements: () => undefined,
  close: async () => undefined,
}
