import type { LogEvent } from '../../../src/collect/event-log/log-event.ts'
import {
  type EventLogReading,
  readEventLog,
} from '../../../src/collect/event-log/read-event-log.ts'

/** Everything that a log gives. */
export function readAll(bytes: Uint8Array): EventLogReading & { readonly events: LogEvent[] } {
  const events: LogEvent[] = []
  const reading = readEventLog(bytes, (event) => events.push(event))
  return { ...reading, events }
}

export const undamaged = { isHeaderDamaged: false, chunks: 0, records: 0 }
