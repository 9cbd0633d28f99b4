import { isEventLog } from './event-log/read-event-log.ts'
import type { ArchiveLimits } from './limits.ts'

/** Told by the first bytes, never by the name. */
export function isArchive(head: Uint8Array): boolean {
  const [a, b, c, d] = head
  const zip = a === 0x50 && b === 0x4b && (c === 3 || c === 5) && (d === 4 || d === 6)
  return zip || (a === 0x4d && b === 0x53 && c === 0x43 && d === 0x46)
}

/** Whether the watched thread is to read it: what has offsets and sizes inside can lie about them. */
export function isForWatchedThread(head: Uint8Array): boolean {
  return isArchive(head) || isEventLog(head)
}

/** How long a file that begins like this may be to be read in one piece. */
export function maxBytes(head: Uint8Array, limits: ArchiveLimits): number {
  if (isEventLog(head)) return limits.eventLogBytes
  return isArchive(head) ? limits.archiveBytes : limits.entryBytes
}
