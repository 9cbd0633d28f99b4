/** The server's log, on standard error: one JSON object per line, or coloured lines for a person. */
import { type Logger, pino } from 'pino'
import { Busy } from '../core/bounded-line.ts'
import { DomainError } from '../core/errors.ts'
import type { Config } from './config.ts'

export type Log = Logger

export async function openLog({
  logLevel,
  logFormat,
}: Pick<Config, 'logLevel' | 'logFormat'>): Promise<Log> {
  const pretty = (logFormat ?? (process.stderr.isTTY ? 'pretty' : 'json')) === 'pretty'
  const to = pretty ? await prettyLines() : pino.destination({ dest: 2, sync: true })
  // If the reader of the log goes away, the server goes on serving without a log.
  to.on('error', () => undefined)
  return pino({ level: logLevel, base: null, serializers: { err: withoutRows } }, to)
}

/** Loaded only where a person reads the log: other starts need not wait for it. */
async function prettyLines() {
  const { PinoPretty } = await import('pino-pretty')
  return PinoPretty({
    destination: 2,
    sync: true,
    ignore: 'pid,hostname',
    translateTime: 'SYS:HH:MM:ss',
  })
}

/**
 * Reports failed requests. A database outage is one line per request, not a stack trace, and a client that is asked to
 * retry because of load has not met a failure.
 */
export function reportTo(log: Log): (error: unknown, requestId?: string) => void {
  return (error, requestId) => {
    if (error instanceof Busy) return
    if (error instanceof DomainError && error.code === 'unavailable') {
      const { message, cause } = error
      log.warn({ requestId, cause: String((cause as Error | undefined)?.message) }, message)
    } else log.error({ err: error, requestId }, 'a request failed')
  }
}

/** PostgreSQL quotes whole rows in its error details, and rows hold data about people and devices. */
function withoutRows(error: Error): object {
  const { detail: _, where: __, ...logged } = pino.stdSerializers.err(error)
  return logged
}
