/** The server's log, on standard error: one JSON object per line, or coloured lines for a person. */
import { type Logger, pino } from 'pino'
import { PinoPretty } from 'pino-pretty'
import type { Config } from './config.ts'

export type Log = Logger

export function openLog({ logLevel, logFormat }: Pick<Config, 'logLevel' | 'logFormat'>): Log {
  const pretty = (logFormat ?? (process.stderr.isTTY ? 'pretty' : 'json')) === 'pretty'
  const to = pretty
    ? PinoPretty({
        destination: 2,
        sync: true,
        ignore: 'pid,hostname',
        translateTime: 'SYS:HH:MM:ss',
      })
    : pino.destination({ dest: 2, sync: true })
  return pino({ level: logLevel, base: null, serializers: { err: withoutRows } }, to)
}

/** PostgreSQL quotes whole rows in what it says about an error, and rows hold people and devices. */
function withoutRows(error: Error): object {
  const { detail: _, where: __, ...logged } = pino.stdSerializers.err(error)
  return logged
}
