/** Reads an event log: what it says about OOBE, and what could not be read. */
import { type CollectFault, faultOf } from '../archive-fault.ts'
import { type EventLogReading, readEventLog } from '../event-log/read-event-log.ts'
import type { OobeEvents } from './oobe-events.ts'

export function readLog(source: string, bytes: Uint8Array, events: OobeEvents): CollectFault[] {
  const reading = readEventLog(bytes, (event) => events.logged(source, event))
  const damage = damageOf(reading)
  if (damage.length === 0) return []
  const message = `Parts of this event log could not be read (${listed(damage)}); ${counted(reading.count, 'event')} could.`
  return [faultOf('event-log-damaged', source, message)]
}

function damageOf({ damage }: EventLogReading): string[] {
  const parts: string[] = []
  if (damage.isHeaderDamaged) parts.push('the header')
  if (damage.chunks > 0) parts.push(counted(damage.chunks, 'chunk'))
  if (damage.records > 0) parts.push(counted(damage.records, 'record'))
  return parts
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`
const listed = (parts: readonly string[]): string => parts.join(' and ')
