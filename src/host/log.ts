/** The server's log, on standard error: one JSON object per line, or coloured lines for a person. */
import { type DestinationStream, type Logger, pino } from 'pino'
import { Busy } from '../core/bounded-line.ts'
import { DomainError } from '../core/errors.ts'
import type { Config } from './config.ts'

export type Log = Logger

/** Of lines that could not be written yet, in bytes; what comes then is lost. */
const maxUnwritten = 1 << 20

export async function openLog({
  logLevel,
  logFormat,
}: Pick<Config, 'logLevel' | 'logFormat'>): Promise<Log> {
  const to = pino.destination({ dest: 2, sync: true, maxLength: maxUnwritten })
  // If the reader of the log goes away or its disk is full, the server goes on serving without a log.
  to.on('error', () => undefined)
  // A line that is dropped does not try whether there is room again.
  to.on('drop', () => to.write(''))
  const pretty = (logFormat ?? (process.stderr.isTTY ? 'pretty' : 'json')) === 'pretty'
  const lines = pretty ? await prettyLines(to) : to
  return pino({ level: logLevel, base: null, serializers: { err: withoutRows } }, lines)
}

/** Loaded only where a person reads the log: other starts need not wait for it. */
async function prettyLines(to: DestinationStream): Promise<DestinationStream> {
  const { prettyFactory } = await import('pino-pretty')
  const pretty = prettyFactory({ ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss' })
  return { write: (line) => to.write(pretty(line)) }
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
