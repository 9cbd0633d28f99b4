import { readText } from 'taxiway-device-csv'
import { entryNames } from './archives/entry-names.ts'
import { isTnef } from './archives/tnef-mail.ts'
import { isEventLog } from './event-log/read-event-log.ts'
import type { ArchiveLimits } from './limits.ts'

/** By the first bytes, never by the name. */
export function isArchive(head: Uint8Array): boolean {
  const [a, b, c, d] = head
  const zip = a === 0x50 && b === 0x4b && (c === 3 || c === 5) && (d === 4 || d === 6)
  return zip || (a === 0x4d && b === 0x53 && c === 0x43 && d === 0x46) || isTar(head)
}

const isTar = (head: Uint8Array): boolean =>
  [0x75, 0x73, 0x74, 0x61, 0x72].every((byte, at) => head[257 + at] === byte)

/** Whether to read it in the supervised thread: formats with offsets and sizes can lie about them. */
export function isForWatchedThread(head: Uint8Array): boolean {
  return (
    isArchive(head) ||
    isEventLog(head) ||
    isGzip(head) ||
    isCompound(head) ||
    isTnef(head) ||
    isForReader(head)
  )
}

/** The size limit for reading a file that begins like this in one piece. */
export function maxBytes(head: Uint8Array, limits: ArchiveLimits): number {
  if (isEventLog(head)) return limits.eventLogBytes
  return isForWatchedThread(head) ? limits.archiveBytes : limits.entryBytes
}

export function isGzip([a, b, c]: Uint8Array): boolean {
  return a === 0x1f && b === 0x8b && c === 8
}

/** An old Office file: a workbook, an Outlook mail, or anything else. */
export function isCompound(head: Uint8Array): boolean {
  return [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1].every((byte, at) => head[at] === byte)
}

/** A ZIP file that is a spreadsheet, by the names in its directory. */
export function isPackedWorkbook(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x50 || !isArchive(bytes)) return false
  const names = new Set(
    entryNames(bytes).map((name) => name.replaceAll('\\', '/').replace(/^\//, '').toLowerCase()),
  )
  if (names.has('xl/workbook.xml') || names.has('xl/workbook.bin')) return true
  return names.has('content.xml') && names.has('meta-inf/manifest.xml')
}

/** Whether it is a spreadsheet of any kind, or likely to be one. */
export function isWorkbook(bytes: Uint8Array): boolean {
  return isPackedWorkbook(bytes) || isCompound(bytes) || isTable(bytes)
}

/** A table in XML or HTML, which many programs write as a spreadsheet. */
export function isTable(bytes: Uint8Array): boolean {
  const head = headOf(bytes)
  if (!/^\s*</.test(head)) return false
  return /<table[\s>]|schemas-microsoft-com:office:spreadsheet|opendocument:xmlns:office/i.test(
    head,
  )
}

/** A mail with headers, as saved by mail programs. */
export function isMail(bytes: Uint8Array): boolean {
  const head = headOf(bytes)
  return (
    /^(?:[\w-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+/.test(head) &&
    /^(?:MIME-Version|Content-Type|Received|Message-ID|Return-Path):/im.test(head)
  )
}

const isForReader = (head: Uint8Array): boolean => isTable(head) || isMail(head)

const headOf = (bytes: Uint8Array): string => readText(bytes.subarray(0, 8192))
